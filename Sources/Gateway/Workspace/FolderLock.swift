import FoundationEssentials
import Glibc

/// A folder that one process at a time changes.
enum FolderLock {
    /// Runs an action while no other process holds the folder; waits for the one that does.
    ///
    /// The folder itself is locked: no file is left behind, and the lock of a process that dies ends with it.
    static func held<Result>(_ folder: String, _ action: () throws -> Result) throws -> Result {
        let handle = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw unlockable(folder) }
        defer { close(handle) }
        while flock(handle, LOCK_EX) != 0 {
            guard errno == EINTR else { throw unlockable(folder) }
        }
        return try action()
    }

    /// Brings a file and its name in the folder to the disk, so that neither a crash nor a power cut loses it.
    static func keep(_ file: String, in folder: String) {
        for path in [file, folder] {
            let handle = unsafe open(path, O_RDONLY | O_CLOEXEC)
            guard handle >= 0 else { continue }
            // A disk that cannot do this is no reason to refuse a key that was written.
            fsync(handle)
            close(handle)
        }
    }

    private static func unlockable(_ folder: String) -> GatewayError {
        GatewayError(
            code: "not-locked",
            "The folder \(folder) could not be locked for a change.",
            remedy: "Check that it is there and that you may read it."
        )
    }
}
