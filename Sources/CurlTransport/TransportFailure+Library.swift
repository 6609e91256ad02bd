import CCurl
import Transport

extension TransportFailure {
    /// Why nothing can be sent while libcurl is not installed; nil when it is loaded.
    static let libraryIsMissing: TransportFailure? = {
        guard let fault = unsafe ccurl_fault() else { return nil }
        return TransportFailure(
            code: .transportBroken,
            message: "libcurl could not be loaded: \(unsafe String(cString: fault))",
            remedy: "Install libcurl 4; on Debian and Ubuntu the package is libcurl4 or libcurl4t64"
        )
    }()
}
