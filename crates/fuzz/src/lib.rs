//! Fuzz targets: what reads bytes that callers send.
//!
//! A target is a function that is given any bytes and panics when something is wrong: the code under test panicked, or
//! a property does not hold, such as that what was read can be written and reads the same. `cargo xtask fuzz` looks for
//! such bytes with libFuzzer, which knows which branches its inputs reach; the test here only sees that the targets work.

mod documents;
mod factors;
mod headers;
mod oauth;
mod sso;

/// Something that reads bytes.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Inputs to begin with.
    pub seeds: &'static [&'static [u8]],
    /// Reads an input. Panics: it was not read right.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "authorization",
        seeds: &[b"Bearer sk_0123456789", b"bearer  es_secret_x ", b"Basic eDp5"],
        run: headers::authorization,
    },
    Target {
        name: "cookie",
        seeds: &[
            b"__Host-portal_session=us_secret_x; __Host-portal_form=y",
            b"a=1; x__Host-portal_session=no\n__Host-portal_session=\n __Host-portal_session=yes",
            b"__Host-portal_session",
        ],
        run: headers::cookie,
    },
    Target {
        name: "return-to",
        seeds: &[b"/o/org_1/status?view=case_1", b"//evil.example", b"/\\evil.example", b"https://evil.example", b"/\t/evil"],
        run: headers::return_to,
    },
    Target {
        name: "passkey",
        seeds: &[
            br#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHBzOi8vcG9ydGFsLmV4YW1wbGUifQ","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}"#,
            br#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVglAAAA"}}"#,
        ],
        run: factors::passkey,
    },
    Target {
        name: "recovery-code",
        seeds: &[b"abcd-efgh-ijkl-mnop-qrst-uvwx", b" ABCD EFGH 1JKL MN0P QRST UVW8\n", b"123456"],
        run: factors::recovery_code,
    },
    Target {
        name: "forwarded-for",
        seeds: &[
            b"198.51.100.1, 10.0.0.2",
            b"10.0.0.5,[2001:db8::1]:443\n198.51.100.1:4711 , ::ffff:10.0.0.1",
            b"unknown, fe80::1%eth0",
        ],
        run: headers::forwarded_for,
    },
    Target {
        name: "network",
        seeds: &[b"10.0.0.0/8", b"2001:db8::/32", b"::ffff:192.0.2.7", b"10.1.2.3/33"],
        run: headers::network,
    },
    Target {
        name: "cursor",
        seeds: &[b"WyJBbWlyYSIsN10", br#"["Amira",7]"#, br#"["\u0000",-1]"#, b"[null,9223372036854775807]"],
        run: headers::cursor,
    },
    Target {
        name: "if-match",
        seeds: &[b"\"3\"", b"W/\"3\"", b"*", b"\"-9223372036854775808\""],
        run: headers::if_match,
    },
    Target {
        name: "range",
        seeds: &[
            b"\x00\x10bytes=0-9",
            b"\xff\xffbytes=-5\n\"etag\"",
            b"\x00\x01bytes=18446744073709551615-\n\nW/\"etag\", *",
        ],
        run: headers::range,
    },
    Target {
        name: "content-digest",
        seeds: &[
            b"sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
            b"sha-512=:AA==:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
        ],
        run: headers::content_digest,
    },
    Target {
        name: "last-event-id",
        seeds: &[b"1f.sn02q000", b"-1.sn02q000", b"7fffffffffffffff."],
        run: headers::last_event_id,
    },
    Target {
        name: "redirect-uri",
        seeds: &[
            b"http://127.0.0.1/callback\nhttp://127.0.0.1:8123/callback",
            b"http://[::1]:1/a?b\nhttp://[::1]:2/a?b",
            b"https://app.example:8443/signed-in\nhttps://app.example@evil.example/signed-in",
            b"com.example.app:/signed-in\ncom.example.app:/signed-in",
        ],
        run: oauth::redirect_uri,
    },
    Target {
        name: "authorization-request",
        seeds: &[
            b"response_type=code&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
            b"response_type=code&scope=cases:read+documents%3Aread&state=x&code_challenge_method=plain&code_challenge=a",
        ],
        run: oauth::authorization_request,
    },
    Target {
        name: "token-request",
        seeds: &[
            b"client_id=client_01h455vb4pex5vsknk084sn02q&grant_type=refresh_token&refresh_token=rt_a&scope=cases:read",
            b"client_id=client_01h455vb4pex5vsknk084sn02q&grant_type=authorization_code&code=ac_a&redirect_uri=a%3A%2Fb\
              &code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        ],
        run: oauth::token_request,
    },
    Target {
        name: "discovery-document",
        seeds: &[
            br#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/a","token_endpoint":"https://idp.example/t","jwks_uri":"https://idp.example/k","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            br#"{"issuer":"https://idp.example","authorization_endpoint":"javascript:1"}"#,
        ],
        run: sso::discovery,
    },
    Target {
        name: "provider-keys",
        seeds: &[
            br#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
            br#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"c2VjcmV0"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#,
        ],
        run: sso::keys,
    },
    Target {
        name: "token-answer",
        seeds: &[
            br#"{"access_token":"a","token_type":"Bearer","expires_in":300,"id_token":"eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIiwic3ViIjoiYSIsImF1ZCI6InBvcnRhbCIsImV4cCI6MTgwMDAwMDMwMCwiaWF0IjoxODAwMDAwMDAwfQ."}"#,
            br#"{"error":"invalid_grant"}"#,
        ],
        run: sso::token_answer,
    },
    Target {
        name: "id-token",
        seeds: &[
            b"eyJhbGciOiJFZERTQSIsImtpZCI6ImEifQ.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIiwic3ViIjoiYSIsImF1ZCI6InBvcnRhbCIsImV4cCI6MTgwMDAwMDMwMCwiaWF0IjoxODAwMDAwMDAwLCJub25jZSI6Im5vbmNlIn0.AAAA",
            b"eyJhbGciOiJub25lIn0.e30.",
        ],
        run: sso::id_token,
    },
    Target {
        name: "claims",
        seeds: &[
            br#"[[{"claim":"groups","operator":"contains","value":"a","role":"member"}],{"groups":["a",1,null]}]"#,
            br#"[[{"claim":"a.b","operator":"equals","value":"1","role":"admin"}],{"a":{"b":1},"a.b":"c d"}]"#,
        ],
        run: sso::claims,
    },
    Target {
        name: "json-body",
        seeds: &[
            br#"{"form_version_id":"formv_01h455vb4pex5vsknk084sn02q","answers":{"what":"Pump","pieces":3}}"#,
            br#"{"organization_id":"org_01h455vb4pex5vsknk084sn02q","user":{"email":"a@b.example"},"expires_in":60}"#,
            br#"{"body":"\u0000","extra":[{"~/":1}]}"#,
        ],
        run: documents::json_body,
    },
    Target { name: "form", seeds: &[documents::FORM], run: documents::form },
    Target {
        name: "condition",
        seeds: &[
            br#"[{"and":[{"==":[{"var":"a.b"},1]},{"in":["x",{"var":"c"}]}]},{"a":{"b":1},"c":["x"]}]"#,
            br#"[{"if":[{"<":[1,{"var":"n"},5]},"y",{"!":[{"missing":["n"]}]}]},{"n":"3"}]"#,
            br#"[{"some":[{"var":"l"},{">":[{"var":""},{"+":["1",2.5e300,null]}]}]},{"l":[1,2,3]}]"#,
        ],
        run: documents::condition,
    },
    Target {
        name: "pattern",
        seeds: &[
            b"\\d{2}-\\d{4}\n12-3456",
            b"(a|b)*c?\nababc",
            b"[^\\]a-z]{3,}$\nXYZ",
            b"(((((a*)*)*)*)*)*b\naaaaaaaaaa",
        ],
        run: documents::pattern,
    },
    Target {
        name: "theme",
        seeds: &[
            include_bytes!("../../../themes/juniper.tokens.json"),
            include_bytes!("../../../themes/fernhill.tokens.json"),
            include_bytes!("../../../themes/high-contrast.tokens.json"),
        ],
        run: documents::theme,
    },
    Target { name: "color", seeds: &[b"#0a5c", b"rgb(1 2 3 / 50%)", b"oklch(0.5 0.1 200)"], run: documents::color },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A sequence that looks random and is the same each time (xorshift).
    fn next(state: &mut u64) -> usize {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        usize::try_from(*state >> 33).unwrap_or_default()
    }

    #[test]
    fn each_target_reads_its_seeds_and_what_is_left_of_them_after_changes() {
        for target in TARGETS {
            let mut state = 0x9e37_79b9_7f4a_7c15;
            for seed in target.seeds {
                (target.run)(seed);
                for _ in 0..200 {
                    let mut input = seed.to_vec();
                    for _ in 0..=next(&mut state) % 4 {
                        let at = next(&mut state) % (input.len() + 1);
                        match next(&mut state) % 3 {
                            0 => input.truncate(at),
                            1 => input.insert(at, u8::try_from(next(&mut state) % 256).unwrap_or_default()),
                            _ => input.splice(at..at, seed.iter().copied().take(next(&mut state) % 9)).for_each(drop),
                        }
                    }
                    (target.run)(&input);
                }
            }
            (target.run)(b"");
        }
    }
}
