package waypost.store.archive;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.identity.TransferId;
import waypost.store.ArchivedAccount;
import waypost.store.ArchivedMessage;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderRole;
import waypost.store.FolderType;
import waypost.store.ItemKind;
import waypost.store.ItemProperties;
import waypost.store.Message;
import waypost.store.PropertyKey;
import waypost.store.PropertyKind;

/** How an archive's lines say what they say. */
final class ArchiveTexts {
    /** System flags by their names in IMAP, without the backslash. */
    private enum Flag {
        SEEN(Flags.SEEN),
        ANSWERED(Flags.ANSWERED),
        FLAGGED(Flags.FLAGGED),
        DELETED(Flags.DELETED),
        DRAFT(Flags.DRAFT);

        private final Flags bit;

        Flag(Flags bit) {
            this.bit = bit;
        }
    }

    private ArchiveTexts() {}

    static List<ArchiveLine> lines(ArchivedAccount account) {
        List<ArchiveLine> lines = new ArrayList<>();
        lines.add(new ArchiveLine("waypost-archive")
                .with("version", ArchiveWriter.VERSION)
                .with("id", account.archive())
                .with("account", account.name())
                .with("modseq", account.modseq())
                .with("items", account.items()));
        account.folders().forEach(folder -> lines.add(line(folder)));
        account.keywords().forEach(name -> lines.add(new ArchiveLine("keyword").with("name", name)));
        account.subscriptions().forEach(name -> lines.add(new ArchiveLine("subscription").with("name", name)));
        return lines;
    }

    static ArchivedAccount account(List<ArchiveLine> lines) throws ArchiveDamaged {
        ArchiveLine first = lines.getFirst();
        if (!first.word().equals("waypost-archive")) {
            throw new ArchiveDamaged("This is no archive of an account.");
        }
        if (first.number("version") > ArchiveWriter.VERSION) {
            throw new ArchiveDamaged("The archive is of version " + first.text("version") + ", this release reads "
                    + ArchiveWriter.VERSION + ".");
        }
        List<Folder> folders = new ArrayList<>();
        List<String> keywords = new ArrayList<>();
        List<String> subscriptions = new ArrayList<>();
        for (ArchiveLine line : lines.subList(1, lines.size())) {
            switch (line.word()) {
                case "folder" -> folders.add(folder(line));
                case "keyword" -> keywords.add(line.text("name"));
                case "subscription" -> subscriptions.add(line.text("name"));
                default -> {} // of a later release that this one may pass over
            }
        }
        return new ArchivedAccount(
                id(first),
                first.text("account"),
                first.number("modseq"),
                first.number("items"),
                folders,
                keywords,
                subscriptions);
    }

    private static TransferId id(ArchiveLine line) throws ArchiveDamaged {
        try {
            return TransferId.parse(line.text("id"));
        } catch (IllegalArgumentException malformed) {
            throw ArchiveLine.damaged(line.toString());
        }
    }

    static ArchiveLine line(Folder folder) {
        return new ArchiveLine("folder")
                .with("id", folder.id())
                .with("parent", folder.parent())
                .with("name", folder.name())
                .with("role", folder.role())
                .with("class", folder.type().folderClass())
                .with("hidden", folder.type().hidden())
                .with("uidvalidity", folder.uidValidity())
                .with("uidnext", folder.uidNext())
                .with("recentfrom", folder.recentFrom());
    }

    static Folder folder(ArchiveLine line) throws ArchiveDamaged {
        FolderRole role = named(FolderRole.values(), line.text("role")).orElse(FolderRole.NONE);
        boolean hidden = line.text("hidden").equals("true");
        return new Folder(
                line.number32("id"),
                line.number32("parent"),
                line.text("name"),
                new FolderType(role, line.text("class"), hidden),
                line.number("uidvalidity"),
                line.number("uidnext"),
                line.number("recentfrom"),
                0);
    }

    static ArchiveLine line(PropertyKey key) {
        return new ArchiveLine("property")
                .with("kind", key.kind())
                .with("folder", key.folderId())
                .with("name", key.name());
    }

    /** Empty when this release does not know such properties. */
    static Optional<PropertyKey> property(ArchiveLine line) throws ArchiveDamaged {
        int folder = line.number32("folder");
        String name = line.text("name");
        return named(PropertyKind.values(), line.text("kind")).map(kind -> new PropertyKey(kind, folder, name));
    }

    static ArchiveLine line(Message message, List<String> keywords) {
        List<String> flags = Stream.of(Flag.values())
                .filter(flag -> message.flags().has(flag.bit))
                .map(Flag::name)
                .toList();
        ArchiveLine line = new ArchiveLine("message")
                .with("item", message.itemNo())
                .with("folder", message.folderId())
                .with("uid", message.uid())
                .with("kind", message.kind())
                .with("flags", String.join(",", flags))
                .with("keywords", String.join(" ", keywords))
                .with("received", ArchiveWriter.DATE.format(message.receivedAt()))
                .with(
                        "saved",
                        message.saveDate().map(date -> date.getEpochSecond()).orElse(0L))
                .with("creator", message.creator())
                .with("original", message.original())
                .with("thread", message.thread())
                .with("size", message.size());
        if (!message.properties().values().isEmpty()) {
            line.with("properties", ArchivedProperties.text(message.properties()));
        }
        return line;
    }

    static ArchivedMessage message(ArchiveLine line) throws ArchiveDamaged {
        Flags flags = Flags.NONE;
        for (String name : words(line.text("flags"), ",")) {
            flags = named(Flag.values(), name)
                    .map(flag -> flag.bit)
                    .map(flags::with)
                    .orElse(flags);
        }
        try {
            return new ArchivedMessage(
                    line.number("item"),
                    line.number32("folder"),
                    line.number("uid"),
                    named(ItemKind.values(), line.text("kind")).orElse(ItemKind.MAIL),
                    flags,
                    words(line.text("keywords"), " "),
                    OffsetDateTime.parse(line.text("received"), ArchiveWriter.DATE),
                    line.number("saved"),
                    line.text("creator"),
                    line.number("original"),
                    line.has("thread") ? line.number("thread") : line.number("original"),
                    line.number("size"),
                    line.has("properties") ? ArchivedProperties.of(line.text("properties")) : ItemProperties.NONE);
        } catch (DateTimeParseException malformed) {
            throw ArchiveLine.damaged(line.toString());
        }
    }

    private static List<String> words(String text, String separator) {
        return text.isEmpty() ? List.of() : List.of(text.split(separator, -1));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Stream.of(values).filter(value -> value.name().equals(name)).findFirst();
    }
}
