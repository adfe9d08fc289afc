//! No text panics a reader, what is read prints back, and every error points into the text.
#![no_main]

use khqr_emv::{Khqr, Payload, decode, decode_lossy, decode_non_khqr};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let payload = Payload::read(text);
    match &payload {
        Ok(payload) => {
            assert_eq!(payload.to_string(), text);
            let objects: String = payload.objects().map(|object| object.text()).collect();
            assert_eq!(objects, text, "the objects are the whole text");
            for object in payload.objects() {
                assert_eq!(&text[object.bytes()], object.text());
                assert_eq!(payload.object(object.tag()), Some(object));
                for nested in object.objects() {
                    assert_eq!(&text[nested.bytes()], nested.text());
                }
            }
        }
        Err(error) => assert!(text.get(error.location().bytes()).is_some(), "{error}"),
    }
    if let Err(error) = Khqr::parse(text) {
        assert!(text.get(error.location().bytes()).is_some(), "{error}");
    }

    let (lossy, fault) = decode_lossy(text);
    match decode(text) {
        Ok(decoded) => assert_eq!((decoded, None), (lossy, fault)),
        Err(error) => assert_eq!(fault, Some(error)),
    }
    if let Ok(map) = decode_non_khqr(text) {
        assert_eq!(map.iter().count(), map.iter().filter(|(tag, _)| map.get(*tag).is_some()).count());
    }
});
