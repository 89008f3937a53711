"""What is printed: Documents and the files made from them."""
