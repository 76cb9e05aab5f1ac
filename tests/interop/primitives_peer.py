"""Prints HKDF, HMAC, PBKDF2, AES-KWP and AES-GCM values for fixed inputs, one a line, in hex."""
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.keywrap import aes_key_wrap_with_padding

key = bytes(range(1, 33))

print(HKDF(hashes.SHA256(), 32, None, b"SocketSecurity/1/root\0orders/v1").derive(key).hex())
mac = hmac.HMAC(key, hashes.SHA256())
mac.update(b"hello")
print(mac.finalize().hex())
print(PBKDF2HMAC(hashes.SHA512(), 32, key[:16], 220_000).derive("pässword".encode()).hex())
print(aes_key_wrap_with_padding(key, key).hex())
print(AESGCM(key).encrypt(bytes(12), b"hello", b"aad").hex())
