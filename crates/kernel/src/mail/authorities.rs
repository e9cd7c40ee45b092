//! Whose signature under a mail server's certificate we trust: the machine's own authorities, because boards have private ones, and
//! those of a file that the settings name. There is no switch that trusts everybody.

use std::path::Path;

use tokio_rustls::rustls::{
    CertificateError, Error as TlsError,
    pki_types::{CertificateDer, pem::PemObject},
};

/// The certificates of everybody whose signature counts.
///
/// # Errors
/// A sentence, when the file that the settings name cannot be read or holds no certificate.
pub(super) fn trusted(file: Option<&Path>) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut all = rustls_native_certs::load_native_certs().certs;
    if let Some(file) = file {
        all.extend(named(file)?);
    }
    Ok(all)
}

/// The certificates of the file that the settings name.
///
/// # Errors
/// As [`trusted`].
pub(super) fn named(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = || "the file that BRIG_CA_FILE names cannot be read, or holds no certificate (PEM)".to_owned();
    let read: Result<Vec<_>, _> = CertificateDer::pem_file_iter(file).map_err(|_| wrong())?.collect();
    read.ok().filter(|all| !all.is_empty()).ok_or_else(wrong)
}

/// Why there was no encrypted connection to a server, in a sentence that says what to mend.
pub(super) fn why_not(error: &std::io::Error, server: &str) -> String {
    let broken = error.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>());
    match broken {
        Some(TlsError::InvalidCertificate(why)) => match why {
            CertificateError::UnknownIssuer => format!(
                "nobody whom this machine trusts has signed the certificate of {server}: install that authority here, or name a file with its certificate in BRIG_CA_FILE"
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                format!("the certificate of {server} is for another name than the one that is set")
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                format!("the certificate of {server} has run out, or the clock of this machine is wrong")
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                format!("the certificate of {server} is not good yet, or the clock of this machine is wrong")
            }
            _ => format!("the certificate of {server} is not valid"),
        },
        _ => format!("no encrypted connection to {server}"),
    }
}
