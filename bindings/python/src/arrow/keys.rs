//! The class `KeyRing`: keys of many applications.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyMapping;
use usersig::SdkAppId;
use usersig_door::{Fault, Misfit, Parameter};
use zeroize::Zeroizing;

use crate::arguments::{self, FilePath, Name};
use crate::arrow::trouble::{Trouble, guard};
use crate::failure::Failure;

/// The keys of one or many applications, by SDKAppID.
///
/// Of each application the first key signs and all of them verify. It shows no key, wipes its
/// keys when it goes, and cannot be pickled, so that no key gets into a job's description.
///
/// >>> from usersig.arrow import KeyRing
/// >>> KeyRing({1400000000: "secret", 1400000001: ["new secret", "old secret"]}).sdkappids
/// [1400000000, 1400000001]
#[pyclass(frozen, module = "usersig.arrow")]
pub(crate) struct KeyRing(Arc<usersig_columns::KeyRing>);

impl KeyRing {
    pub(crate) fn ring(&self) -> Arc<usersig_columns::KeyRing> {
        self.0.clone()
    }

    /// The application of rows that name none, when there is no other.
    pub(crate) fn only(&self) -> Option<SdkAppId> {
        let mut sdkappids = self.0.sdkappids();
        sdkappids.next().filter(|_| sdkappids.next().is_none())
    }

    fn of_json(text: &[u8]) -> Result<Self, Trouble> {
        let wrong = |_| Trouble::Keys("the list of keys is not UTF-8".into(), "save it as UTF-8");
        let text = str::from_utf8(text).map_err(wrong)?;
        guard(|| Ok(Self(Arc::new(usersig_columns::KeyRing::from_json(text)?))))
    }
}

#[pymethods]
impl KeyRing {
    #[new]
    fn py_new(keys: &Bound<'_, PyAny>) -> PyResult<Self> {
        let of_type = |_| Failure::of_type(Parameter::Key, keys);
        let mapping = keys.cast::<PyMapping>().map_err(of_type)?;
        let mut ring = usersig_columns::KeyRing::new();
        for item in mapping.items()? {
            let (sdkappid, keys): (arguments::SdkAppId, arguments::Keys) = item.extract()?;
            let number = arguments::whole(sdkappid.0, Parameter::SdkAppId)?;
            let sdkappid = SdkAppId::new(number).map_err(|error| Failure::from(Fault::from(error)))?;
            if keys.0.is_empty() {
                return Err(Failure::of_value(Parameter::Key, Misfit::Missing).into());
            }
            for key in &keys.0 {
                let key = usersig::Key::from_text(key.as_ref());
                ring.insert(sdkappid, key.map_err(|error| Failure::from(Fault::from(error)))?);
            }
        }
        Ok(Self(Arc::new(ring)))
    }

    /// Reads a JSON object from SDKAppID to key, or to a list of keys.
    ///
    /// >>> from usersig.arrow import KeyRing
    /// >>> KeyRing.from_json('{"1400000000": "secret"}').sdkappids
    /// [1400000000]
    #[staticmethod]
    fn from_json(text: arguments::Key) -> Result<Self, Trouble> {
        Self::of_json(text.0.as_ref())
    }

    /// Reads such a JSON object from a file, the one that `usersig bulk --keys` takes.
    #[staticmethod]
    fn from_file(path: FilePath) -> Result<Self, Trouble> {
        let mut text = Zeroizing::new(Vec::new());
        let read = File::open(&path.0).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut text));
        let path = path.0.display();
        let hint = "check the path and its permissions on the machine that does the work";
        read.map_err(|error| Trouble::Keys(format!("the keys cannot be read from {path}: {error}"), hint))?;
        if text.len() as u64 > LARGEST {
            return Err(Trouble::Keys(
                format!("{path} is larger than 64 MiB"),
                "give the file of keys alone",
            ));
        }
        Self::of_json(&text)
    }

    /// Reads such a JSON object from an environment variable.
    #[staticmethod]
    fn from_environment(name: Name) -> Result<Self, Trouble> {
        let name = &*name.0;
        // Such a name makes the standard library panic, or is never set.
        let text = if name.is_empty() || name.contains(['=', '\0']) { None } else { std::env::var_os(name) };
        let text = text.ok_or_else(|| {
            let hint = "set it in the environment of the machine that does the work";
            Trouble::Keys(format!("there is no environment variable {name:?}"), hint)
        })?;
        Self::of_json(&Zeroizing::new(text.into_encoded_bytes()))
    }

    /// The applications, in the order of their numbers.
    #[getter]
    fn sdkappids(&self) -> Vec<u32> {
        self.0.sdkappids().map(SdkAppId::get).collect()
    }

    fn __repr__(&self) -> String {
        format!("<usersig.arrow.KeyRing of {} applications>", self.0.sdkappids().count())
    }
}

/// Bytes of a file of keys: more than a million applications need.
const LARGEST: u64 = 64 << 20;
