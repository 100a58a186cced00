//! All that the typesetter can see: a template, the brief as JSON, the charts
//! as SVG, the fonts of the edition. There is no disk, no package, no network
//! and no clock in this world, so nothing but the brief decides the pages.

use std::collections::BTreeMap;

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_kit::fonts::FontStore;

/// The template, the files it may read and the fonts it may use.
pub(super) struct Press {
    library: LazyHash<Library>,
    fonts: FontStore,
    template: Source,
    files: BTreeMap<String, Bytes>,
}

impl Press {
    /// A world with a template and files by name; `None` if the template's name is no path.
    pub(super) fn new(template: &str, files: BTreeMap<String, Bytes>, fonts: FontStore) -> Option<Self> {
        let path = VirtualPath::new("template.typ").ok()?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        let template = Source::new(id, template.to_owned());
        Some(Self { library: LazyHash::new(Library::default()), fonts, template, files })
    }
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        self.files.get(name).filter(|_| *id.root() == VirtualRoot::Project).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
