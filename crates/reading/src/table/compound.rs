//! A look into the container of old workbooks (.xls) before their sheets are read: the reader lays each sheet out as a
//! whole and believes what the file says of its extent, so that is reckoned here first.

use super::{Problem, archive::MOST_CELLS};

/// A container of streams, in sectors that are chained by tables.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    chains: Vec<u32>,
    directory: Vec<u8>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut this = Self { bytes, sector, chains: Vec::new(), directory: Vec::new() };
        // The header lists the first 109 sectors of the table of chains; further lists hang on each other.
        let mut lists: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..bytes.len() / sector {
            let Some(list) = this.sector(next) else { break };
            let mut list: Vec<u32> = (0..sector / 4).filter_map(|index| u32_at(list, 4 * index)).collect();
            next = list.pop()?;
            lists.append(&mut list);
        }
        for id in lists {
            if let Some(table) = this.sector(id) {
                this.chains.extend((0..sector / 4).filter_map(|index| u32_at(table, 4 * index)));
            }
        }
        this.directory = this.chain(u32_at(bytes, 48)?);
        Some(this)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let from = (usize::try_from(id).ok()? + 1).checked_mul(self.sector)?;
        self.bytes.get(from..self.bytes.len().min(from + self.sector))
    }

    /// The bytes of a chain; a circle ends when it is as long as the file.
    fn chain(&self, first: u32) -> Vec<u8> {
        let (mut out, mut id) = (Vec::new(), first);
        while let Some(sector) = self.sector(id)
            && out.len() < self.bytes.len()
        {
            out.extend_from_slice(sector);
            let Some(next) = usize::try_from(id).ok().and_then(|id| self.chains.get(id)) else { break };
            id = *next;
        }
        out
    }

    /// Where the stream of one of these names begins, and its length.
    fn find(&self, names: &[&str]) -> Option<(u32, usize)> {
        self.directory.chunks_exact(128).find_map(|entry| {
            let letters = u16_at(entry, 64)?.saturating_sub(2) / 2;
            let name: Vec<u16> = (0..letters.min(31)).filter_map(|index| u16::try_from(u16_at(entry, 2 * index)?).ok()).collect();
            let name = String::from_utf16(&name).ok()?;
            names.contains(&name.as_str()).then(|| Some((u32_at(entry, 116)?, usize::try_from(u32_at(entry, 120)?).ok()?)))?
        })
    }
}

/// Streams shorter than this stand in sectors of their own kind, and cannot hold a large sheet whatever they say of it.
const SMALL: usize = 4_096;

/// Goes on for a workbook whose sheets can be laid out.
pub(super) fn look_into(bytes: &[u8]) -> Result<(), Problem> {
    let compound = Compound::open(bytes).ok_or(Problem::Damaged)?;
    if compound.find(&["EncryptedPackage"]).is_some() {
        return Err(Problem::Password);
    }
    let Some((first, length)) = compound.find(&["Workbook", "Book"]) else { return Err(Problem::NotATable) };
    if length < SMALL {
        return Err(Problem::Damaged);
    }
    let stream = compound.chain(first);
    let sheets = Records { stream: &stream, at: 0 }.filter(|(kind, _)| *kind == 0x85);
    let mut cells = 0_usize;
    for (_, sheet) in sheets {
        let from = u32_at(sheet, 0).and_then(|at| usize::try_from(at).ok()).ok_or(Problem::Damaged)?;
        cells = cells.saturating_add(extent(&stream, from)?);
        if cells > MOST_CELLS {
            return Err(Problem::TooScattered);
        }
    }
    Ok(())
}

/// How many cells a sheet needs when it is laid out, gaps and all.
fn extent(stream: &[u8], from: usize) -> Result<usize, Problem> {
    let (mut low, mut high, mut depth) = ((usize::MAX, usize::MAX), (0, 0), 0_usize);
    for (kind, data) in (Records { stream, at: from }) {
        match kind {
            0x0809 => depth += 1,
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            // What the sheet says of itself: room is made for it.
            0x0200 => {
                let (rows, columns) = if data.len() >= 14 {
                    (u32_at(data, 4).and_then(|rows| usize::try_from(rows).ok()), u16_at(data, 10))
                } else {
                    (u16_at(data, 2), u16_at(data, 6))
                };
                if rows.is_none_or(|rows| rows > 65_536) || columns.is_none_or(|columns| columns > 256) {
                    return Err(Problem::Damaged);
                }
            }
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x00bd | 0x0006 => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return Err(Problem::Damaged) };
                // A row of numbers ends with its last column.
                let end = if kind == 0x00bd { u16_at(data, data.len().saturating_sub(2)).unwrap_or(column) } else { column };
                low = (low.0.min(row), low.1.min(column));
                high = (high.0.max(row), high.1.max(column).max(end));
            }
            _ => {}
        }
    }
    Ok((high.0 + 1).saturating_sub(low.0).saturating_mul((high.1 + 1).saturating_sub(low.1)))
}

/// The records of a stream: each with its kind and its bytes.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at.checked_add(2)?)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}
