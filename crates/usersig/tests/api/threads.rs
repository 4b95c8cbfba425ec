//! Everything is shared between threads as it is.

use std::thread;

use usersig::{
    Cause, Check, Claims, Curve, Diagnosis, EcdsaPrivateKey, EcdsaPublicKey, Error, Fingerprint, HmacKey,
    Key, PrivateMapKey, Privileges, Rejection, Room, SdkAppId, Signer, Symptoms, Tickets, Unverified,
    UserBuf, UserId, Validity, Verified, Verifier,
};

#[test]
fn everything_is_send_and_sync() {
    fn shared<T: Send + Sync>() {}
    shared::<(Key, HmacKey, EcdsaPrivateKey, EcdsaPublicKey, Fingerprint)>();
    shared::<(Signer, Tickets, Verifier, Verified, Unverified, Check<'_>)>();
    shared::<(Claims<'_>, UserId<'_>, UserBuf<'_>, SdkAppId, Validity)>();
    shared::<(PrivateMapKey<'_>, Room<'_>, Privileges)>();
    shared::<(Symptoms<'_>, Diagnosis, Cause, Error, Rejection)>();
}

#[test]
fn eight_threads_share_a_signer_and_a_verifier() {
    let sdkappid = SdkAppId::new(1_400_000_000).unwrap();
    let legacy = EcdsaPrivateKey::from_entropy(Curve::P256, &[3; 32]).unwrap();
    let keys = [Key::from(HmacKey::from_entropy(&[5; 32])), Key::from(legacy)];
    let verifier = Verifier::new(sdkappid, keys.clone());
    for (index, key) in keys.iter().enumerate() {
        let signer = Signer::new(sdkappid, key).unwrap();
        // What one thread makes alone.
        let tickets = |thread: u64| -> Vec<String> {
            let sign = |number: u64| {
                let userid = format!("user-{thread}-{number}");
                let validity = Validity::new(1_700_000_000 + number, 86_400).unwrap();
                signer.sign(&Claims::new(UserId::new(&userid).unwrap(), validity)).unwrap()
            };
            (0..40).map(sign).collect()
        };
        let alone: Vec<Vec<String>> = (0..8).map(tickets).collect();
        thread::scope(|scope| {
            for (thread, alone) in alone.iter().enumerate() {
                let (tickets, verifier) = (&tickets, &verifier);
                scope.spawn(move || {
                    assert_eq!(&tickets(thread as u64), alone);
                    for (number, ticket) in alone.iter().enumerate() {
                        let userid = format!("user-{thread}-{number}");
                        let check = Check::new(UserId::new(&userid).unwrap(), 1_700_000_000);
                        assert_eq!(verifier.verify(ticket, &check).unwrap().key_index(), index);
                        let other = Check::new(UserId::new("somebody").unwrap(), 1_700_000_000);
                        assert_eq!(verifier.verify(ticket, &other), Err(Rejection::OtherUserId));
                    }
                });
            }
        });
    }
}
