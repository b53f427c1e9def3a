class Cart:
    def add(self, item):
        self.items.append(item)

    def reset(self):
        self.items = []
        self.total = 0

    def price(self):
        return sum(item.price for item in self.items)
