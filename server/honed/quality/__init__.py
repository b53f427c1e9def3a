"""How good code is: metrics, smells and the score made of them."""
