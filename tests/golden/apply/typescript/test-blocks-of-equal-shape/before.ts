import { describe, expect, it, beforeEach } from 'vitest';
import { Cart } from './cart';

describe('Cart', () => {
  let cart: Cart;

  beforeEach(() => {
    cart = new Cart('EUR');
  });

  it('is empty at first', () => {
    expect(cart.items).toHaveLength(0);
    expect(cart.total()).toBe(0);
  });

  it('adds an item', () => {
    cart.add({ sku: 'tea', price: 4 });
    expect(cart.items).toHaveLength(1);
    expect(cart.total()).toBe(4);
  });

  it('adds an item twice', () => {
    cart.add({ sku: 'tea', price: 4 });
    cart.add({ sku: 'tea', price: 4 });
    expect(cart.items).toHaveLength(1);
    expect(cart.total()).toBe(8);
  });

  it('removes an item', () => {
    cart.add({ sku: 'tea', price: 4 });
    cart.remove('tea');
    expect(cart.items).toHaveLength(0);
    expect(cart.total()).toBe(0);
  });

  describe('with a voucher', () => {
    it('is empty at first', () => {
      cart.voucher('TEN');
      expect(cart.total()).toBe(0);
    });

    it('takes ten percent off', () => {
      cart.voucher('TEN');
      cart.add({ sku: 'pot', price: 50 });
      expect(cart.total()).toBe(45);
    });
  });
});
