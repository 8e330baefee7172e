//! A brand as customers see it: what is its own, and what it has from the brand above.

use std::collections::BTreeMap;

use loggia_portal::Locale;

use super::property::{Property, language};
use crate::store::rows::BrandRow;

/// What a brand has set.
pub type Properties = BTreeMap<Property, String>;

/// A brand as customers see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    properties: Properties,
    /// The hash of its logo.
    pub logo: Option<String>,
    /// The hash of the picture that stands for it where there is little room.
    pub favicon: Option<String>,
    /// The host names that show its portal, in the order of the alphabet.
    pub hosts: Vec<String>,
    is_partners: bool,
}

impl Identity {
    /// The identity of a brand that has set `own`, below a brand that has set `above`.
    pub(crate) fn of(brand: &BrandRow, own: &Properties, above: Option<&Properties>) -> Self {
        let inherited = above.into_iter().flatten().filter(|(property, _)| property.is_inherited());
        let mut properties: Properties = inherited.map(|(property, value)| (*property, value.clone())).collect();
        properties.extend(own.clone());
        properties.insert(Property::Name, brand.name.clone());
        properties.extend(brand.support_email.clone().map(|address| (Property::SupportEmail, address)));
        Self { properties, is_partners: brand.parent_id.is_some(), ..Self::default() }
    }

    /// The value that counts.
    pub fn get(&self, property: Property) -> Option<&str> {
        self.properties.get(&property).map(String::as_str)
    }

    /// The name that customers know.
    pub fn name(&self) -> &str {
        self.get(Property::Name).unwrap_or_default()
    }

    /// Who mails are from. A partner's are never from the server's address, which may be the vendor's: from one at the
    /// partner's own host, then. `None`: it has none.
    pub fn sender(&self, server: &str) -> Option<String> {
        match (self.get(Property::SenderAddress), self.is_partners) {
            (Some(own), _) => Some(own.to_owned()),
            (None, false) => Some(server.to_owned()),
            (None, true) => {
                let named = |host: &&String| host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
                self.hosts.iter().find(named).map(|host| format!("no-reply@{host}"))
            }
        }
    }

    /// Whether this language is offered. A brand that says nothing about languages offers all.
    fn offers(&self, tag: &str) -> bool {
        let offered = self.get(Property::Locales);
        offered.is_none_or(|offered| offered.split(',').any(|one| language(one) == language(tag)))
    }

    /// The languages of pages that are offered.
    pub fn languages(&self) -> impl Iterator<Item = Locale> {
        Locale::ALL.into_iter().filter(|locale| self.offers(locale.tag()))
    }

    /// The language of whoever asks for none that is offered.
    pub fn default_locale(&self) -> &str {
        let first = || self.get(Property::Locales).and_then(|offered| offered.split(',').next());
        self.get(Property::DefaultLocale).filter(|tag| self.offers(tag)).or_else(first).unwrap_or("en")
    }

    /// A language, or the brand's own where it is not offered.
    pub fn locale<'a>(&'a self, tag: &'a str) -> &'a str {
        if self.offers(tag) { tag } else { self.default_locale() }
    }

    /// An `Accept-Language` header without what is not offered.
    pub fn accept_language(&self, header: &str) -> String {
        let tag = |part: &str| part.split(';').next().unwrap_or_default().trim().to_owned();
        let offered: Vec<&str> = header.split(',').take(20).filter(|part| self.offers(&tag(part))).collect();
        // A language that there are no texts for is none that somebody gets: the default stands behind them.
        format!("{},{};q=0.001", offered.join(","), self.default_locale()).trim_start_matches(',').to_owned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use loggia_types::BrandId;

    use super::*;

    fn brand(number: u128, parent: Option<u128>) -> BrandRow {
        BrandRow {
            id: BrandId::from_u128(number),
            key: format!("brand-{number}"),
            parent_id: parent.map(BrandId::from_u128),
            name: format!("Brand {number}"),
            support_email: Some(format!("help@brand-{number}.example")),
            theme: None,
            features: None,
            created_at: 0,
        }
    }

    #[test]
    fn a_partner_has_nothing_of_the_vendors_that_would_show_the_vendor() {
        let value = |property: &Property| (*property, format!("vendor's {property}"));
        let mut vendors: Properties = Property::ALL.iter().map(value).collect();
        vendors.insert(Property::Locales, "de".to_owned());
        vendors.insert(Property::DefaultLocale, "de".to_owned());
        let partner = brand(2, Some(1));
        let identity = Identity::of(&partner, &Properties::new(), Some(&vendors));
        for property in Property::ALL {
            let shown = identity.get(*property).unwrap_or_default();
            assert!(!shown.contains("vendor"), "{property}: {shown}");
        }
        assert_eq!(identity.get(Property::Locales), Some("de"));
        assert_eq!(identity.sender("portal@vendor.example"), None);
        let hosts = vec!["127.0.0.1".to_owned(), "portal.brand-2.example".to_owned()];
        let identity = Identity { hosts, ..identity };
        assert_eq!(identity.sender("portal@vendor.example").unwrap(), "no-reply@portal.brand-2.example");
        let own = [(Property::SenderAddress, "post@brand-2.example".to_owned())].into();
        assert_eq!(Identity::of(&partner, &own, None).sender("v@vendor.example").unwrap(), "post@brand-2.example");
        let vendor = Identity::of(&brand(1, None), &Properties::new(), None);
        assert_eq!(vendor.sender("portal@vendor.example").unwrap(), "portal@vendor.example");
    }

    #[test]
    fn what_is_not_offered_is_answered_in_the_brands_own_language() {
        let with = |locales: Option<&str>, default: Option<&str>| {
            let mut own = Properties::new();
            own.extend(locales.map(|value| (Property::Locales, value.to_owned())));
            own.extend(default.map(|value| (Property::DefaultLocale, value.to_owned())));
            Identity::of(&brand(1, None), &own, None)
        };
        let german = with(Some("de"), None);
        assert_eq!((german.locale("en"), german.locale("de-AT"), german.default_locale()), ("de", "de-AT", "de"));
        for (identity, header, expected) in [
            (&german, "en-GB,en;q=0.9", Locale::De),
            (&german, "", Locale::De),
            (&with(None, None), "de-AT,en;q=0.5", Locale::De),
            (&with(None, None), "tlh", Locale::En),
            (&with(None, Some("de")), "tlh", Locale::De),
            (&with(Some("en,de"), Some("de")), "en", Locale::En),
            // What is not offered cannot be the default.
            (&with(Some("en"), Some("de")), "tlh", Locale::En),
        ] {
            assert_eq!(Locale::accepted(&identity.accept_language(header)), expected, "{header:?}");
        }
        let offered = |identity: Identity| identity.languages().map(Locale::tag).collect::<Vec<_>>().join(" ");
        assert_eq!(offered(with(Some("de,fr-CA"), None)), "de fr");
        assert_eq!(offered(with(None, None)), "en de fr es ja ar");
    }
}
