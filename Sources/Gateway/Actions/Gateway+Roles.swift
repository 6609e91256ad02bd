import Documents
import FoundationEssentials
public import RoleFiles
import Roles

extension Gateway {
    /// Reads role files; every fault of every file is reported.
    ///
    /// - Throws: ``Diagnostics``, or ``GatewayError`` when a file is missing or two roles share an id.
    public func roles(_ paths: [String]) throws -> [RoleFile] {
        var files: [RoleFile] = []
        var faults: [Diagnostic] = []
        for path in paths {
            do {
                try refuseAmbiguous(path)
                files.append(try RoleFile.read(path: rolePath(path)))
            } catch let refusal as GatewayError {
                throw refusal
            } catch let error as Diagnostics {
                try refuseUnknown(path)
                faults += error.all
            }
        }
        guard faults.isEmpty else { throw Diagnostics(faults) }
        for (index, file) in files.enumerated() where files[..<index].contains(where: { $0.role.id == file.role.id }) {
            throw GatewayError(
                code: "same-role",
                "Two of the files describe the role \(file.role.id).",
                remedy: "Give each role an id of its own, or name one file only."
            )
        }
        return files
    }

    /// Whether a name is that of a role's file.
    func isRoleFile(_ name: String) -> Bool { FileManager.default.fileExists(atPath: rolePath(name)) }

    /// Refuses a name that is no file, with the nearest role of the workspace.
    ///
    /// - Parameter others: Further roles that could be meant.
    func refuseUnknown(_ name: String, beside others: [String] = []) throws(GatewayError) {
        guard !isRoleFile(name) else { return }
        if let link = brokenLink(name) {
            throw GatewayError(
                code: "unknown-role",
                "\(link.path) is a link to \(link.target), and there is nothing.",
                remedy: "Put the role's file there, or remove the link."
            )
        }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(workspace.root)/roles")) ?? []
        let written = files.compactMap { file in
            Self.endings.first(where: file.hasSuffix).map { String(file.dropLast($0.count)) }
        }
        let known = Set(written + others).sorted()
        let asked = String(name.split(separator: "/").last ?? "")
        let hint = Nearest.name(to: asked, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
        throw GatewayError(
            code: "unknown-role",
            "There is no role file \"\(name)\", neither here nor in \(workspace.root)/roles"
                + (others.isEmpty ? "." : ", and no posting of such a role."),
            remedy: hint
                + (known.isEmpty ? "`placard new` writes one." : "There are: \(known.joined(separator: ", ")).")
        )
    }

    /// The link that stands where a role's file is looked for and leads nowhere.
    private func brokenLink(_ name: String) -> (path: String, target: String)? {
        for path in [name] + Self.endings.map({ "\(workspace.root)/roles/\(name)\($0)" }) {
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) { return (path, target) }
        }
        return nil
    }

    /// A role may be named by its file, by the name of its file in roles/, or by the id in one of those.
    private func rolePath(_ name: String) -> String { named(name) ?? filed(as: name).first ?? name }

    /// Refuses an id that stands in several files.
    private func refuseAmbiguous(_ name: String) throws(GatewayError) {
        guard named(name) == nil else { return }
        let files = filed(as: name)
        guard files.count > 1 else { return }
        throw GatewayError(
            code: "same-role",
            "Several files describe the role \(name): \(files.joined(separator: ", ")).",
            remedy: "Give each role an id of its own, or name the file that is meant."
        )
    }

    /// The file of a name, where there is one.
    private func named(_ name: String) -> String? {
        ([name] + Self.endings.map { "\(workspace.root)/roles/\(name)\($0)" })
            .first(where: FileManager.default.fileExists)
    }

    /// The files in roles/ that give their role this id, whatever else is wrong with them.
    private func filed(as id: String) -> [String] {
        guard !id.contains("/"), !Self.endings.contains(where: id.hasSuffix) else { return [] }
        let folder = "\(workspace.root)/roles"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { Self.endings.contains(where: $0.hasSuffix) }.sorted().map { "\(folder)/\($0)" }
            .filter { path in
                let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                guard let size, size <= RoleFile.maximumSize, let bytes = FileManager.default.contents(atPath: path)
                else { return false }
                let text = String(decoding: bytes, as: UTF8.self)
                // Most files are told apart without being read as documents.
                return text.contains(id) && (try? YAML.parse(text, file: path))?["id"]?.text == id
            }
    }

    private static let endings = [".yaml", ".yml", ".json"]
}
