//! Certificates, which can be exchanged while the server runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::fault::Fault;

/// The certificate and key in use.
pub(crate) struct Certificates {
    config: ArcSwap<ServerConfig>,
    files: ArcSwap<(PathBuf, PathBuf, Times)>,
}

/// When the files were last changed.
type Times = [Option<SystemTime>; 2];

impl Certificates {
    pub(crate) fn load(certificate: &Path, key: &Path) -> Result<Arc<Self>, Fault> {
        let times = times(certificate, key);
        let config = read(certificate, key)?;
        let files = (certificate.into(), key.into(), times);
        Ok(Arc::new(Self { config: ArcSwap::from(config), files: ArcSwap::from_pointee(files) }))
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.config.load_full())
    }

    /// Reads the files again; the ones before go on when these are no good.
    pub(crate) fn reload(&self, certificate: &Path, key: &Path) -> Result<(), Fault> {
        let times = times(certificate, key);
        self.config.store(read(certificate, key)?);
        self.files.store(Arc::new((certificate.into(), key.into(), times)));
        tracing::info!("took new certificates");
        Ok(())
    }

    /// Reads the files again when they were changed.
    pub(crate) fn reload_if_changed(&self) -> Result<(), Fault> {
        let files = self.files.load_full();
        let (certificate, key, before) = &*files;
        if times(certificate, key) == *before { Ok(()) } else { self.reload(certificate, key) }
    }
}

fn times(certificate: &Path, key: &Path) -> Times {
    [certificate, key].map(|path| std::fs::metadata(path).and_then(|file| file.modified()).ok())
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, Fault> {
    let wrong = |setting: &str, path: &Path, error: &dyn std::fmt::Display| {
        Fault::settings(
            format!("cannot use {} (setting `{setting}`): {error}", path.display()),
            "name PEM files: the certificate with its chain, and the private key that belongs to it",
        )
    };
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(|error| wrong("tls.certificate", certificate, &error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong("tls.key", key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_no_client_auth())
        .and_then(|builder| builder.with_single_cert(chain, private))
        .map_err(|error| wrong("tls.certificate", certificate, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
