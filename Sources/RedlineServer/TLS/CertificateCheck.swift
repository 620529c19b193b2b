import Glibc
import Redline
import RedlineStorage

/// Whether the service can be served with its certificate, and for how long yet.
public struct CertificateCheck: Sendable {
    private let files: TLSFiles

    private static let name = "certificate"
    /// With fewer days than this left, somebody should look: what renews it has had its time.
    static let warningDays: Int64 = 14
    private static let day: Int64 = 86_400_000_000

    /// Checks these files.
    public init(_ files: TLSFiles) {
        self.files = files
    }

    /// What is found of the certificate and its key.
    public func findings(at now: Timestamp) -> [Finding] {
        let validity: CertificateValidity
        do throws(TLSFileError) {
            validity = try files.identity().validity
        } catch {
            return [
                .problem(
                    Self.name,
                    "The service does not start with this certificate: \(error).",
                    "Name a certificate with --tls-certificate and its key with --tls-key."
                )
            ]
        }
        var findings = [judgement(of: validity, at: now)]
        var found = stat()
        if stat(files.key, &found) == 0, found.st_mode & S_IROTH != 0 {
            findings.append(
                .warning(
                    Self.name,
                    "Everybody on this machine can read the key in \(files.key).",
                    "Give it to the user that runs redline, and take the right from others."
                )
            )
        }
        return findings
    }

    private func judgement(of validity: CertificateValidity, at now: Timestamp) -> Finding {
        let advice = "Renew it; a running service takes the new one by itself."
        let days = (validity.until.microseconds - now.microseconds) / Self.day
        if now < validity.from {
            return .problem(
                Self.name,
                "The certificate in \(files.certificate) is valid from \(validity.from) on; until "
                    + "then clients refuse it.",
                "Set the clock right, or name another certificate."
            )
        }
        if now > validity.until {
            return .problem(
                Self.name,
                "The certificate in \(files.certificate) ran out at \(validity.until); clients "
                    + "refuse it.",
                advice
            )
        }
        let sentence = "The certificate in \(files.certificate) runs out at \(validity.until)"
        guard days < Self.warningDays else { return .ok(Self.name, "\(sentence).") }
        return .warning(Self.name, "\(sentence), in less than \(days + 1) days.", advice)
    }
}
