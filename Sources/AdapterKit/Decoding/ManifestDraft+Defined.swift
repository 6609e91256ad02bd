import Documents
import Roles

extension ManifestDraft {
    /// Judges a path below a root whose members the manifest itself defines.
    func judgeDefined(
        _ steps: [String],
        _ text: String,
        at location: SourceLocation,
        field: String,
        scope: Scope
    ) -> Bool {
        let root = steps[0]
        guard steps.count >= 2 else {
            problems.error(
                "unknown-path",
                at: location,
                field: field,
                "\"\(root)\" is not read as a whole.",
                remedy: "Name one of its members, such as \(root).name."
            )
            return false
        }
        let name = steps[1]
        let known: [String]
        switch root {
        case "settings":
            if names.settings[name] == "secret" {
                return refuse("secret", text, "\"\(name)\" is a secret.", "Write secrets.\(name).", location, field)
            }
            known = names.settings.filter { $0.value != "secret" }.map(\.key)
        case "secrets":
            if let kind = names.settings[name], kind != "secret" {
                return refuse(
                    "no-secret",
                    text,
                    "\"\(name)\" is no secret.",
                    "Write settings.\(name).",
                    location,
                    field
                )
            }
            known = names.settings.filter { $0.value == "secret" }.map(\.key)
        case "facets": known = names.facets
        case "kept": known = names.kept.keys.sorted()
        case "minted": known = names.mint
        default: known = names.lookups.keys.sorted()
        }
        guard known.contains(name) else {
            return unknown(text, "\(root).", name, among: known, at: location, field: field)
        }
        let isSecret = root == "secrets" || (root == "kept" && names.kept[name] == "secret")
        if isSecret, !scope.allowsSecrets {
            return refuse(
                "secret-here",
                text,
                "The secret \"\(text)\" may not be read here.",
                "Secrets stand only in bodies, headers and paths of requests, and under auth.",
                location,
                field
            )
        }
        guard root == "lookups" else {
            if steps.count == 2 { return true }
            return refuse(
                "unknown-path",
                text,
                "\"\(root).\(name)\" has no members.",
                "Read it whole.",
                location,
                field
            )
        }
        use(.lookup(name), by: scope.owner, at: location)
        let members = ["id", "label"] + (names.lookups[name] ?? [])
        if steps.count == 3, members.contains(steps[2]) { return true }
        return unknown(
            text,
            "lookups.\(name).",
            steps.count > 2 ? steps[2] : "",
            among: members,
            at: location,
            field: field
        )
    }

    /// Judges a path below `it`.
    func judgeElement(
        _ steps: [String],
        _ text: String,
        at location: SourceLocation,
        field: String,
        scope: Scope
    ) -> Bool {
        let members: [String]
        switch scope.element {
        case .none:
            return refuse(
                "no-element",
                text,
                "There is no \"it\" here.",
                "It is the element of a list: use it below each, or in rows that read a list.",
                location,
                field
            )
        case .any: return true
        case .scalar:
            if steps.count == 1 { return true }
            return refuse("unknown-path", text, "The elements have no members.", "Write it.", location, field)
        case .place: members = RoleSchema.placeFields.map(\.path)
        case .role(let list):
            if steps.count == 1 || RoleSchema.field(at: "\(list).\(steps.dropFirst().joined(separator: "."))") != nil {
                return true
            }
            let pattern = list.hasPrefix("categories.") ? "categories.*[]" : list
            members = RoleSchema.fields.map(\.path).filter { $0.hasPrefix(pattern + ".") }
                .map { String($0.dropFirst(pattern.count + 1)) }
        }
        if steps.count == 1 || (steps.count == 2 && members.contains(steps[1])) { return true }
        return unknown(text, "it.", steps[1], among: members, at: location, field: field)
    }

    /// Reports a member that does not exist, with the nearest one.
    func unknown(
        _ text: String,
        _ prefix: String,
        _ name: String,
        among known: [String],
        at location: SourceLocation,
        field: String
    ) -> Bool {
        let near = Nearest.name(to: name, among: known).map { "Did you mean \"\(prefix)\($0)\"?" }
        let all = known.isEmpty ? "None is defined." : "Known: \(known.sorted().joined(separator: ", "))."
        problems.error("unknown-path", at: location, field: field, "There is no \"\(text)\".", remedy: near ?? all)
        return false
    }

    private func refuse(
        _ code: String,
        _ text: String,
        _ message: String,
        _ remedy: String,
        _ location: SourceLocation,
        _ field: String
    ) -> Bool {
        problems.error(code, at: location, field: field, message, remedy: remedy)
        return false
    }
}
