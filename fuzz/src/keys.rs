//! Keys of no other use. The first three are the main keys of `vectors/`, so that
//! the tickets there verify.

use std::sync::LazyLock;

use usersig::{Curve, EcdsaPrivateKey, Key};

/// The secret key of most vectors.
pub const SECRET: &str = "10eb90aa4dff3e594829e3fd59929abf3d97fe5c6e01748cce8cede50e59bc58";

/// The public P-256 key of most vectors.
pub const P256_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4G6n3tFJ0L5O4qNsepleCZiFpk52
dj/FDv5Bfp1OaYogAmKNuQ0s77DCSxF169LHX9MsvC1KHMhSoC6sacK36g==
-----END PUBLIC KEY-----
";

/// The public secp256k1 key of most vectors.
pub const SECP256K1_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEPQKYlkR8I8ov2OkZzYQv9VCtszZdKDIh
j6ddD2J7gss4B1TE4zxvKff0RWWT3Fr4POX585Wox9YolCp2CltA5w==
-----END PUBLIC KEY-----
";

/// Keys of all three kinds, in this order: secret, P-256, secp256k1.
pub static RING: LazyLock<[Key; 3]> = LazyLock::new(|| {
    [SECRET, P256_PUBLIC, SECP256K1_PUBLIC]
        .map(|text| Key::from_text(text.as_bytes()).expect("the constants are keys"))
});

/// A private key of either curve.
pub fn private(curve: Curve) -> EcdsaPrivateKey {
    EcdsaPrivateKey::from_entropy(curve, &[0x5a; 32]).expect("the number lies within both curves")
}

/// The PEM text of [`private`].
pub fn private_pem(curve: Curve) -> String {
    private(curve).expose_pem().expect("a private key has a PEM form").to_string()
}
