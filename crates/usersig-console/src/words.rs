//! The console's texts: one Fluent bundle for each language, read once.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use usersig_store::Objection;

use crate::language::Language;

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words(Language);

impl Words {
    pub(crate) const fn new(language: Language) -> Self {
        Self(language)
    }

    pub(crate) const fn language(self) -> Language {
        self.0
    }

    /// The text of a key; the key itself where there is none.
    pub(crate) fn say(self, key: &str) -> String {
        self.find(key, &[]).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with values in it.
    pub(crate) fn with(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.find(key, values).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key that may not be there.
    pub(crate) fn find(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> Option<String> {
        let bundle = bundle(self.0);
        let pattern = bundle.get_message(key)?.value()?;
        let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut faults = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut faults).into_owned())
    }

    /// Why the store refuses. The store's own sentences are the English ones.
    pub(crate) fn objection(self, objection: &Objection) -> String {
        if self.0 == Language::English {
            return sentence(&objection.to_string());
        }
        let values: Vec<_> =
            objection.values.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str()))).collect();
        let text = self.find(&format!("objection-{}", objection.id), &values);
        text.unwrap_or_else(|| self.say("failure-refused"))
    }

    /// A whole number with its thousands set apart.
    pub(crate) fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }
}

/// A text of the engine's or the store's with a capital at its beginning.
pub(crate) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: LazyLock<[Bundle; 4]> = LazyLock::new(|| Language::ALL.map(read));
    let [english, chinese, japanese, korean] = &*BUNDLES;
    match language {
        Language::English => english,
        Language::Chinese => chinese,
        Language::Japanese => japanese,
        Language::Korean => korean,
    }
}

fn read(language: Language) -> Bundle {
    let tag = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    for text in files(language) {
        // A file with a mistake gives what could be read; a test refuses it.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

macro_rules! files {
    ($language:literal) => {
        &[
            include_str!(concat!("../locales/", $language, "/frame.ftl")),
            include_str!(concat!("../locales/", $language, "/account.ftl")),
            include_str!(concat!("../locales/", $language, "/applications.ftl")),
            include_str!(concat!("../locales/", $language, "/tools.ftl")),
            include_str!(concat!("../locales/", $language, "/operations.ftl")),
            include_str!(concat!("../locales/", $language, "/rejections.ftl")),
            include_str!(concat!("../locales/", $language, "/causes.ftl")),
            include_str!(concat!("../locales/", $language, "/objections.ftl")),
        ]
    };
}

/// The files of a language.
pub(crate) const fn files(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => files!("en"),
        Language::Chinese => files!("zh"),
        Language::Japanese => files!("ja"),
        Language::Korean => files!("ko"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The keys of a file with the names of the values in their texts.
    fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        assert!(FluentResource::try_new(text.to_owned()).is_ok(), "a mistake in a file of texts");
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with([' ', '#']))
            {
                name.clone_into(&mut key);
                assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands there twice");
            }
            for value in line.split('$').skip(1) {
                let name = value.split([' ', '}']).next().unwrap_or_default();
                keys.entry(key.clone()).or_default().insert(name.to_owned());
            }
        }
        keys
    }

    #[test]
    fn every_text_is_there_in_every_language_with_the_same_values() {
        for (index, english) in files(Language::English).iter().enumerate() {
            for language in [Language::Chinese, Language::Japanese, Language::Korean] {
                let other = keys(files(language)[index]);
                // English sentences about causes are the engine's own, those about objections the store's.
                let english = if index >= 6 { keys(files(Language::Chinese)[index]) } else { keys(english) };
                assert_eq!(other, english, "{language:?}, file {index}");
            }
        }
    }

    #[test]
    fn every_cause_of_the_engine_has_its_sentence_and_advice() {
        let guide = include_str!("../../../docs/verify.md");
        let (_, table) = guide.split_once("| name | meaning |").unwrap();
        let named: BTreeSet<String> = table
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .flat_map(|(id, _)| [format!("cause-{id}"), format!("cause-{id}-advice")])
            .collect();
        let known: BTreeSet<String> = keys(files(Language::Japanese)[6]).into_keys().collect();
        assert_eq!(known, named);
    }

    #[test]
    fn every_objection_of_the_store_has_its_sentence_with_its_values() {
        let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in [
            include_str!("../../usersig-store/src/check.rs"),
            include_str!("../../usersig-store/src/database/administrators.rs"),
            include_str!("../../usersig-store/src/database/applications.rs"),
            include_str!("../../usersig-store/src/database/issuers.rs"),
            include_str!("../../usersig-store/src/database/keys.rs"),
            include_str!("../../usersig-store/src/database/tokens.rs"),
        ] {
            for start in ["Objection::new(", "invalid("] {
                for piece in source.split(start).skip(1) {
                    let Some(id) = piece.trim_start().strip_prefix('"') else { continue };
                    let statement = piece.split(';').next().unwrap();
                    let value = statement.split(".with(\"").nth(1).and_then(|rest| rest.split('"').next());
                    let id = id.split('"').next().unwrap();
                    named.entry(format!("objection-{id}")).or_default().extend(value.map(ToOwned::to_owned));
                }
            }
        }
        assert!(named.len() > 20, "{named:?}");
        assert_eq!(keys(files(Language::Chinese)[7]), named);
    }

    #[test]
    fn every_key_in_the_sources_has_a_text() {
        let words = Words::new(Language::English);
        let mut seen = 0;
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                for start in ["say(\"", "with(\""] {
                    for piece in source.split(start).skip(1) {
                        let key = piece.split('"').next().unwrap_or_default();
                        let is_key =
                            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
                        if is_key && !path.ends_with("words.rs") {
                            assert!(words.find(key, &[]).is_some(), "{key} in {}", path.display());
                            seen += 1;
                        }
                    }
                }
            }
        }
        assert!(seen > 300, "{seen}");
    }

    #[test]
    fn numbers_are_grouped() {
        let words = Words::new(Language::English);
        assert_eq!(words.number(0), "0");
        assert_eq!(words.number(999), "999");
        assert_eq!(words.number(1_234_567), "1,234,567");
    }
}
