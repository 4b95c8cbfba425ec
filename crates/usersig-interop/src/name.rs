//! Which peers there are.

use std::fmt;

/// A package that a driver of `peers/` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PeerName {
    /// The Go module: signs and verifies.
    Go,
    /// The Java package: signs.
    Java,
    /// The Node package: signs.
    Node,
    /// The Python package: signs.
    Python,
    /// The Python package of the legacy algorithm: signs.
    PythonLegacy,
    /// The project's own script with PHP's functions: verifies.
    Php,
    /// The crate `tls_sig_api`: signs.
    TlsSigApi,
    /// The crate `tencent_im_rs`: signs.
    TencentImRs,
}

impl PeerName {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Go,
        Self::Java,
        Self::Node,
        Self::Python,
        Self::PythonLegacy,
        Self::Php,
        Self::TlsSigApi,
        Self::TencentImRs,
    ];

    /// The name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::Java => "java",
            Self::Node => "node",
            Self::Python => "python",
            Self::PythonLegacy => "python-legacy",
            Self::Php => "php",
            Self::TlsSigApi => "rust tls_sig_api",
            Self::TencentImRs => "rust tencent_im_rs",
        }
    }

    /// What `peers/setup` installs it by.
    #[must_use]
    pub const fn setup(self) -> &'static str {
        match self {
            Self::TlsSigApi | Self::TencentImRs => "rust",
            _ => self.name(),
        }
    }

    /// The arguments of `peers/run`.
    pub(crate) fn arguments(self) -> impl Iterator<Item = &'static str> {
        self.name().split(' ')
    }

    /// The environment that the driver needs for a fair timing.
    ///
    /// Small as the drivers of the crates are, glibc would return the memory of a
    /// compressor's state to the system after every ticket, which costs more than the
    /// ticket. A larger process does not have that, so it is turned off.
    #[must_use]
    pub const fn environment(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::TlsSigApi | Self::TencentImRs => {
                &[("MALLOC_TRIM_THRESHOLD_", "100000000"), ("MALLOC_MMAP_THRESHOLD_", "100000000")]
            }
            _ => &[],
        }
    }
}

impl fmt::Display for PeerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
