//! The console's languages: English, simplified Chinese, Japanese and Korean.

/// A language of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    English,
    Chinese,
    Japanese,
    Korean,
}

impl Language {
    /// In the order of the switch.
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::Chinese, Self::Japanese, Self::Korean];

    /// The name in cookies, in the store and in addresses.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Korean => "ko",
        }
    }

    /// The value of the `lang` attribute.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-Hans",
            other => other.code(),
        }
    }

    /// Its name in itself.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
            Self::Japanese => "日本語",
            Self::Korean => "한국어",
        }
    }

    /// The language of a code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language that a browser asks for first by `Accept-Language`, English when it asks for none of ours.
    pub(crate) fn accepted(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        for range in header.split(',').take(32) {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |text| {
                text.parse::<f32>().ok().filter(|quality| (0.0..=1.0).contains(quality)).unwrap_or(0.0)
            });
            if let Some(language) = Self::from_code(&primary)
                && quality > best.0
            {
                best = (quality, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_known_language_wins_by_quality() {
        assert_eq!(Language::accepted("fr, ko;q=0.4, ja;q=0.9"), Language::Japanese);
        assert_eq!(Language::accepted("zh-TW,zh;q=0.9,en;q=0.8"), Language::Chinese);
        assert_eq!(Language::accepted("de;q=1"), Language::English);
        assert_eq!(Language::accepted("ja;q=0, ko;q=NaN, ;;q"), Language::English);
        assert_eq!(Language::accepted(""), Language::English);
    }
}
