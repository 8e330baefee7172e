//! Catalogues that are wrong are refused, each for its reason.

use super::*;

const ENGLISH: &str = "### What it says.\n\ntitle = Days\nleft = { $n ->\n    [one] One day left for { $name }\n   *[other] { $n } days left for { $name }\n}\n";

/// Reads this English, and this Arabic; what the other languages say is the English.
fn with(english: &str, arabic: &str) -> Result<Messages, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    for language in LANGUAGES {
        let place = folder.path().join(language.code);
        fs::create_dir(&place).expect("a folder");
        let text = match language.code {
            "ar" => arabic.to_owned(),
            // Without a plural, as the language is.
            "ja" => "title = D\nleft = { $n } { $name }\n".to_owned(),
            _ => english.to_owned(),
        };
        fs::write(place.join("days.ftl"), text).expect("a file");
    }
    read(folder.path(), &["days"])
}

fn arabic(left: &str) -> String {
    format!("title = D\nleft = {{ $n ->\n{left}\n}}\n")
}

const ALL_SIX: &str = "    [zero] 0 { $name }\n    [one] 1 { $name }\n    [two] 2 { $name }\n    [few] { $n } { $name }\n    [many] { $n } { $name }\n   *[other] { $n } { $name }";

/// What is wrong.
fn problems(english: &str, arabic: &str) -> String {
    match with(english, arabic) {
        Err(Error::Problems(problems)) => problems.join("\n"),
        Err(error) => panic!("{error}"),
        Ok(_) => String::new(),
    }
}

#[test]
fn a_language_becomes_a_line_for_each_text_in_the_order_of_the_source() {
    let messages = with(ENGLISH, &arabic(ALL_SIX)).expect("good catalogues");
    let english = messages.file("en").expect("English");
    assert_eq!(english, "Days\n\u{1}one\u{2}One day left for {1}\u{1}{0} days left for {1}\n");
    assert_eq!(messages.file("ja").as_deref(), Some("D\n{0} {1}\n"));
    assert_eq!(messages.keys(), "days.title\ndays.left n* name\n");
    assert!(messages.file("xx").is_none());
}

#[test]
fn what_is_put_into_text_from_right_to_left_is_kept_apart() {
    let messages = with(ENGLISH, &arabic(ALL_SIX)).expect("good catalogues");
    assert!(messages.file("ar").is_some_and(|text| text.contains("few\u{2}\u{2068}{0}\u{2069} \u{2068}{1}\u{2069}")));
}

#[test]
fn the_pseudo_locale_has_brackets_around_every_text_and_leaves_values_alone() {
    let messages = with(ENGLISH, &arabic(ALL_SIX)).expect("good catalogues");
    let pseudo = messages.file(PSEUDO).expect("the pseudo-locale");
    assert_eq!(
        pseudo,
        "[Ðååýýš]\n\u{1}one\u{2}[ÖÖñéé ðååýý ļééft föör {1}]\u{1}[{0} ðååýýš ļééft föör {1}]\n".replace("föör", "fööŕ")
    );
}

#[test]
fn a_missing_text_is_a_problem_and_so_is_one_that_is_nowhere_else() {
    let found = problems(ENGLISH, "titel = D\n");
    assert!(found.contains("ar/days.ftl: `title` is missing") && found.contains("`left` is missing"), "{found}");
    assert!(found.contains("ar/days.ftl: `titel` is not in the source"), "{found}");
}

#[test]
fn a_missing_plural_category_is_a_problem() {
    let few = ALL_SIX.replace("    [few] { $n } { $name }\n", "");
    assert_eq!(problems(ENGLISH, &arabic(&few)), "ar/days.ftl: `left` has no `[few]`");
    let found = problems(ENGLISH, "title = D\nleft = { $n } { $name }\n");
    assert!(found.contains("has no plural: zero, one, two, few, many, other"), "{found}");
    let found = problems(&ENGLISH.replace("   *[other]", "    [few] { $n } { $name }\n   *[other]"), &arabic(ALL_SIX));
    assert!(found.contains("en/days.ftl: `left` has `[few]`, which the language has not"), "{found}");
}

#[test]
fn another_value_is_a_problem() {
    let found = problems(ENGLISH, &arabic(&ALL_SIX.replace("[few] { $n } { $name }", "[few] { $n } { $nom }")));
    assert_eq!(found, "ar/days.ftl: `left` has the values [nom] instead of [name]");
    let found = problems(ENGLISH, &arabic(&ALL_SIX.replace("*[other] { $n }", "*[other] many")));
    assert!(found.contains("has the values [name] instead of [n, name]"), "{found}");
}

#[test]
fn words_that_no_customer_may_read_are_problems() {
    for (title, problem) in [
        ("Days!", "shouts"),
        ("Loggia days", "names the software"),
        ("{ \"\" }", "is empty"),
        ("{ \" \" }Days", "begins or ends with a space"),
        ("{ \"{\" }Days", "has braces"),
    ] {
        let found = problems(ENGLISH, &arabic(ALL_SIX).replace("title = D", &format!("title = {title}")));
        assert!(found.contains(problem), "{title}: {found}");
    }
}

#[test]
fn what_is_not_understood_is_a_problem() {
    for (title, problem) in [
        ("Days of { -brand }", "uses something else than values and literals"),
        ("Days { $n ->\n   *[other] of all\n}", "chooses a part of a sentence"),
        ("{ $n ->\n    [1] One\n   *[other] All\n}", "has a variant for a number"),
        ("Days\ntitle = Days", "`title` is there twice"),
        ("Days\n-brand = B", "`-brand` is a term"),
    ] {
        let found = problems(ENGLISH, &arabic(ALL_SIX).replace("title = D", &format!("title = {title}")));
        assert!(found.contains(problem), "{title}: {found}");
    }
}

#[test]
fn a_text_may_be_chosen_by_something_else_than_a_number() {
    let english = "title = { $gender ->\n    [feminine] hers\n   *[other] theirs\n}\nleft = { $n ->\n    [one] 1 { $name }\n   *[other] { $n } { $name }\n}\n";
    let arabic = arabic(ALL_SIX).replace("title = D", "title = { $gender ->\n    [feminine] A\n   *[other] B\n}");
    let found = problems(english, &arabic);
    assert!(!found.contains("ar/days.ftl") && found.contains("ja/days.ftl: `title` has other variants"), "{found}");
}
