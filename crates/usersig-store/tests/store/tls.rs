//! PostgreSQL over TLS: the certificate is always checked.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use usersig_store::seal::{MasterKey, MasterKeys};
use usersig_store::{Store, StoreError};

use crate::home::{APP, add_app};
use crate::postgres::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_certificate_is_checked_against_the_authority_and_the_name() {
    let server = Server::start_with_tls(|folder| {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        fs::write(folder.join("server.crt"), made.cert.pem()).unwrap();
        fs::write(folder.join("server.key"), made.signing_key.serialize_pem()).unwrap();
        fs::set_permissions(folder.join("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
    });
    let Some(server) = server else { return };
    let port = fs::read_to_string(server.folder().join("port")).unwrap();
    let authority = server.folder().join("server.crt").display().to_string().replace('/', "%2F");
    let keys = MasterKeys::of(MasterKey::generate().unwrap());
    let open = |host: &str, parameters: &str| {
        let address = format!("postgres://postgres@{host}:{port}/postgres?{parameters}");
        let keys = keys.clone();
        async move { usersig_store::open(&address, keys).await }
    };

    for mode in ["require", "verify-full", "verify-ca", "prefer"] {
        let store = open("127.0.0.1", &format!("sslmode={mode}&sslrootcert={authority}")).await.unwrap();
        store.applications().await.unwrap();
        let sessions = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                        WHERE application_name = 'usersig'";
        assert_eq!(server.psql("postgres", sessions), "t", "{mode}");
    }
    let unknown = open("127.0.0.1", "sslmode=require").await;
    assert!(
        matches!(&unknown, Err(StoreError::Unavailable(why)) if why.contains("certificate")),
        "{unknown:?}"
    );
    let name = open("localhost", &format!("sslmode=require&sslrootcert={authority}")).await;
    assert!(matches!(&name, Err(StoreError::Unavailable(why)) if why.contains("certificate")), "{name:?}");
    let missing = open("127.0.0.1", "sslmode=require&sslrootcert=/no/such/file").await;
    assert!(
        matches!(&missing, Err(StoreError::Invalid(why)) if why.to_string().contains("/no/such/file")),
        "{missing:?}"
    );
    let plain = open("127.0.0.1", "sslmode=disable").await.unwrap();
    add_app(&plain, APP).await;
}
