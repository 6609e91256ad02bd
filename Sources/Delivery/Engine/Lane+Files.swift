import AdapterKit
import Ledger

extension Lane {
    /// Makes a document of ads.
    func document(
        of ads: [PreparedAd],
        _ input: AdInput,
        _ account: DeliveryAccount
    ) -> Result<DocumentFile, DocumentFailure> {
        do throws(DocumentFault) {
            let templates = environment.outer.pageTemplates
            return .success(try account.adapter.document(of: ads, account: input, pageTemplates: templates))
        } catch {
            return .failure(
                DocumentFailure(error: PostingError(code: error.code, message: error.message, remedy: error.remedy))
            )
        }
    }

    /// Writes a document's file, when it has one and stands there in another form.
    func write(_ file: DocumentFile, _ account: DeliveryAccount) -> PostingError? {
        guard let name = file.file else { return nil }
        guard let directory = account.directory else {
            return PostingError(
                code: "no-directory",
                message: "The account \(account.name) names no folder to write \(name) to.",
                remedy:
                    "Set it with `placard connect \(account.adapter.manifest.id) --name \(account.name) --set directory=…`."
            )
        }
        if isHoldShort { return Self.relieved(name) }
        do {
            if environment.outer.documents.read(name, in: directory) != file.bytes {
                try environment.outer.documents.publish(file.bytes, file: name, in: directory)
            }
            return nil
        } catch {
            return PostingError(
                code: "not-written",
                message: "\(directory)/\(name) could not be written: \(error)",
                remedy: "Check the folder's permissions and free space; the old file is still whole."
            )
        }
    }

    /// Removes a document's file.
    func remove(_ file: DocumentFile, _ account: DeliveryAccount) -> PostingError? {
        guard let name = file.file, let directory = account.directory else { return nil }
        if isHoldShort { return Self.relieved(name) }
        do {
            try environment.outer.documents.retract(name, in: directory)
            return nil
        } catch {
            return PostingError(
                code: "not-removed",
                message: "\(directory)/\(name) could not be removed: \(error)",
                remedy: "Check the folder's permissions."
            )
        }
    }

    /// A file that another worker may be writing by now is left as it is.
    private static func relieved(_ name: String) -> PostingError {
        PostingError(
            code: "not-written",
            message: "\(name) was not written: the ledger was slow, and another worker may have the account by now.",
            remedy: "It is written by whoever takes the account next."
        )
    }
}
