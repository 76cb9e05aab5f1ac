"""Opens Fernet tokens with Python's cryptography and seals the same messages again.

Input: a key, then one token a line. Output: the message in hex ('-' when empty) and a new token, a line each.
"""
import sys

from cryptography.fernet import Fernet

lines = sys.stdin.read().split()
fernet = Fernet(lines[0])
for token in lines[1:]:
    message = fernet.decrypt(token.encode(), ttl=60)
    print(message.hex() or "-", fernet.encrypt(message).decode())
