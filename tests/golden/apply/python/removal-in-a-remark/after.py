class Cart:
    def add(self, item):
        self.items.append(item)

    def price(self):
        return sum(item.price * item.count for item in self.items)
