//! Pictures: covers in the sizes that the directory offers, and plain tiles for shows that tests make up.

use std::io::Cursor;

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};

use crate::mother::number_of;

/// The picture as a PNG of `side` pixels a side; None if it is not a picture.
pub(crate) fn sized(picture: &[u8], side: u32) -> Option<Bytes> {
    let picture = image::load_from_memory(picture).ok()?;
    let small = picture.thumbnail_exact(side, side).to_rgb8();
    png(&small)
}

/// A PNG of 300 by 300 pixels in two colours that belong to the name.
pub(crate) fn tile(name: &str) -> Bytes {
    let number = number_of(name);
    let ground =
        Rgb([(number >> 8) as u8 / 3 + 40, (number >> 16) as u8 / 3 + 40, (number >> 24) as u8 / 3 + 60]);
    let figure = Rgb(ground.0.map(|part| part.saturating_add(90)));
    let tile = RgbImage::from_fn(300, 300, |x, y| {
        let (dx, dy) = (i64::from(x) - 150, i64::from(y) - 150);
        if dx * dx + dy * dy < 90 * 90 { figure } else { ground }
    });
    png(&tile).unwrap_or_default()
}

fn png(picture: &RgbImage) -> Option<Bytes> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner().into())
}
