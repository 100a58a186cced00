//! The letters of one page of a PDF and where they stand, with the help of the
//! one crate that reads PDF. A page that draws without end is cut short.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

/// Drawing steps of one page, and of all: a map of a country takes a hundred thousand.
const MOST_STEPS: usize = 500_000;
const MOST_STEPS_OF_ALL: usize = 6_000_000;

/// A letter without a width of its own is half as wide as high.
const USUAL_WIDTH: f64 = 500.0;

/// One letter: its ends, its baseline and its size in points, as the page is read.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    /// Quarter turns from the usual direction.
    pub(super) turn: u8,
    pub(super) letters: Letters,
}

/// What a glyph stands for: ligatures stand for several letters.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Letters {
    One(char),
    Many(Box<str>),
}

/// The letters of a page.
#[derive(Default)]
pub(super) struct Glyphs {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) unknown: usize,
    steps: usize,
}

/// The steps that all pages took.
#[derive(Default)]
pub(super) struct Budget(usize);

impl Budget {
    /// No page is read any more.
    pub(super) fn is_spent(&self) -> bool {
        self.0 > MOST_STEPS_OF_ALL
    }
}

/// The letters of a page, and whether it was read to its end.
pub(super) fn interpreted<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    budget: &mut Budget,
) -> (Glyphs, bool) {
    let mut glyphs = Glyphs::default();
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let (width, height) = page.render_dimensions();
    let view = Rect::new(0.0, 0.0, width.into(), height.into());
    let whole = catch_unwind(AssertUnwindSafe(|| {
        let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
        let mut context = Context::new(transform, view, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut glyphs);
    }));
    budget.0 += glyphs.steps;
    (glyphs, whole.is_ok())
}

impl Glyphs {
    /// Counts a step; the crate offers no other way to stop it, and this way prints nothing.
    fn step(&mut self) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            resume_unwind(Box::new("the page draws too much"));
        }
    }

    fn add(&mut self, letters: Letters, place: Affine, width: f64) {
        let origin = place * Point::ORIGIN;
        let along = place * Point::new(width, 0.0) - origin;
        let up = place * Point::new(0.0, 1000.0) - origin;
        let (size, across) = (up.hypot(), along.hypot());
        if !(size.is_finite() && across.is_finite() && origin.is_finite()) || size <= 0.0 {
            return;
        }
        let turn = match (along.x.abs() >= along.y.abs(), along.x >= 0.0, along.y >= 0.0) {
            (true, true, _) => 0,
            (false, _, false) => 1,
            (true, false, _) => 2,
            (false, _, true) => 3,
        };
        let (left, base) = match turn {
            0 => (origin.x, origin.y),
            1 => (-origin.y, origin.x),
            2 => (-origin.x, -origin.y),
            _ => (origin.y, -origin.x),
        };
        let glyph = Glyph {
            left: left as f32,
            right: (left + across) as f32,
            base: base as f32,
            size: size as f32,
            turn,
            letters,
        };
        self.glyphs.push(glyph);
    }
}

impl<'a> Device<'a> for Glyphs {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.step();
        let width = match glyph {
            Drawn::Outline(outline) => outline.advance_width().map(f64::from).filter(|width| *width > 0.0),
            Drawn::Type3(_) => None,
        };
        let letters = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => Letters::One(letter),
            Some(BfString::String(letters)) => Letters::Many(letters.into_boxed_str()),
            None => {
                self.unknown += 1;
                Letters::One('\u{fffd}')
            }
        };
        self.add(letters, transform * glyph_transform, width.unwrap_or(USUAL_WIDTH));
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.step();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
