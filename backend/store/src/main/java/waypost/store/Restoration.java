package waypost.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.identity.TransferId;
import waypost.store.StateRecord.FolderState;

/**
 * Brings what an archive has into an account. One that never had a message becomes what the archived one was, with its numbers and UIDs; into any other the
 * messages come as new ones. Doing it again goes on where it ended, and brings nothing twice (as new ones: within {@link Volume#TRANSFERS}). One thread.
 */
public final class Restoration {
    /** In the place of a recipient, where what has come is remembered. */
    private static final String RECIPIENT = "archive";

    /** Says which archive the account has become, be it in part. */
    private static final PropertyKey MARK =
            new PropertyKey(PropertyKind.SETTING, PropertyKey.ACCOUNT, "restored-from-archive");

    private final Account account;
    private final ArchivedAccount archived;
    private final Manner manner;
    private final Map<Integer, Integer> folders;
    private final Map<Integer, Long> uidNext;

    /** How the archive's messages come in. */
    public enum Manner {
        /** With the numbers and UIDs that they had. */
        KEPT,
        ADDED
    }

    private Restoration(Account account, ArchivedAccount archived, Manner manner, Map<Integer, Integer> folders) {
        this.account = account;
        this.archived = archived;
        this.manner = manner;
        this.folders = folders;
        this.uidNext = archived.folders().stream().collect(Collectors.toMap(Folder::id, Folder::uidNext));
    }

    /** Makes the folders, keywords and subscriptions. Into an account that never had a message, in one commit. */
    public static Outcome<Restoration> begin(Account account, ArchivedAccount archived) throws IOException {
        Outcome<Manner> begun = account.restoring(draft -> begin(draft, archived));
        return switch (begun) {
            case Outcome.Refused<Manner>(Outcome.Reason reason) -> Outcome.refused(reason);
            case Outcome.Done<Manner>(Manner manner)
            when manner == Manner.KEPT -> {
                Map<Integer, Integer> same = new HashMap<>();
                archived.folders().forEach(folder -> same.put(folder.id(), folder.id()));
                yield Outcome.done(new Restoration(account, archived, manner, same));
            }
            case Outcome.Done<Manner>(Manner manner) ->
                added(account, archived).map(folders -> new Restoration(account, archived, manner, folders));
        };
    }

    private static Outcome<Manner> begin(Draft draft, ArchivedAccount archived) throws IOException {
        PropertyDraft properties = new PropertyDraft(draft);
        PropertyValue mark = PropertyValue.of(archived.archive().toString());
        boolean again =
                properties.get(MARK).filter(found -> found.value().equals(mark)).isPresent();
        if (again) {
            return Outcome.done(Manner.KEPT);
        }
        if (draft.lastItemNo() > 0) {
            return Outcome.done(Manner.ADDED);
        }
        draft.jump(archived.modseq());
        become(draft, archived);
        return properties.change(new PropertyChange.Set(MARK, mark)).map(_ -> Manner.KEPT);
    }

    private static void become(Draft draft, ArchivedAccount archived) {
        Set<Integer> ids = archived.folders().stream().map(Folder::id).collect(Collectors.toSet());
        for (FolderState folder : List.copyOf(draft.folders().values())) {
            if (!ids.contains(folder.folderId())) {
                draft.remove(folder);
            }
        }
        for (Folder folder : archived.folders()) {
            String level = folder.name().substring(folder.name().lastIndexOf('/') + 1);
            draft.put(new FolderState(
                    draft.account(),
                    draft.modseq(),
                    folder.id(),
                    folder.parent(),
                    level,
                    folder.type(),
                    folder.uidValidity(),
                    folder.uidNext(),
                    folder.recentFrom()));
            draft.raise(archived.items(), folder.id(), folder.uidValidity());
        }
        draft.put(new StateRecord.Keywords(draft.account(), draft.modseq(), archived.keywords()));
        draft.put(new StateRecord.Subscriptions(draft.account(), draft.modseq(), archived.subscriptions()));
    }

    /** The folders of these names, where they are not there made; by the numbers that the archive has for them. */
    private static Outcome<Map<Integer, Integer>> added(Account account, ArchivedAccount archived) throws IOException {
        Map<Integer, Integer> folders = new HashMap<>();
        for (Folder folder : archived.folders()) {
            switch (added(account, folder)) {
                case Outcome.Done<Integer>(Integer id) -> folders.put(folder.id(), id);
                case Outcome.Refused<Integer>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
            if (archived.subscriptions().contains(folder.name())
                    && account.subscribe(folder.name()) instanceof Outcome.Refused<Boolean>(Outcome.Reason reason)) {
                return Outcome.refused(reason);
            }
        }
        return Outcome.done(folders);
    }

    private static Outcome<Integer> added(Account account, Folder folder) throws IOException {
        Optional<Folder> there = account.folder(folder.name());
        return there.isPresent() ? Outcome.done(there.get().id()) : made(account, folder);
    }

    /** Another folder may have its role by now. */
    private static Outcome<Integer> made(Account account, Folder folder) throws IOException {
        Outcome<Integer> made = account.createFolder(folder.name(), folder.type());
        boolean taken =
                made instanceof Outcome.Refused<Integer>(Outcome.Reason reason) && reason == Outcome.Reason.ROLE_TAKEN;
        FolderType plain = new FolderType(
                FolderRole.NONE, folder.type().folderClass(), folder.type().hidden());
        return taken ? account.createFolder(folder.name(), plain) : made;
    }

    public Manner manner() {
        return manner;
    }

    /** Sets a property that is not there. Answers whether there was something to do; not for one of a folder that is not there. */
    public Outcome<Boolean> property(PropertyKey archivedKey, PropertyValue value) throws IOException {
        Integer folder = archivedKey.folderId() == PropertyKey.ACCOUNT
                ? Integer.valueOf(PropertyKey.ACCOUNT)
                : folders.get(archivedKey.folderId());
        if (folder == null || archivedKey.equals(MARK) || ofAUser(archivedKey)) {
            return Outcome.done(false);
        }
        PropertyKey key = new PropertyKey(archivedKey.kind(), folder, archivedKey.name());
        return account.properties()
                .edit(properties ->
                        properties.get(key).isPresent() ? Outcome.done(false) : property(properties, key, value));
    }

    /** A search folder looks at what is here, whatever it had looked at there. */
    private static Outcome<Boolean> property(PropertyDraft properties, PropertyKey key, PropertyValue value)
            throws IOException {
        if (SearchFolders.fills(key)) {
            return Outcome.done(false);
        }
        return SearchFolders.defines(key)
                ? properties.search(key.folderId(), CriterionCodec.read(value))
                : properties.change(new PropertyChange.Set(key, value));
    }

    /** Rights that a user was given are those of an account by its number, which may be another's where the archive is brought back. */
    private static boolean ofAUser(PropertyKey key) {
        return key.kind() == PropertyKind.ACL && key.name().startsWith(Principal.USER);
    }

    /** A new body for {@link #message}. */
    public Upload upload() {
        return account.transfer();
    }

    /**
     * Answers whether it has come now; not when it had before. No quota is asked: it was the account's own.
     *
     * @param folder of the message; one that was made while the archive was written is made here, too
     */
    public Outcome<Boolean> message(ArchivedMessage message, Folder folder, ReceivedBody body) throws IOException {
        if (!folders.containsKey(folder.id())) {
            switch (added(account, folder)) {
                case Outcome.Done<Integer>(Integer id) -> folders.put(folder.id(), id);
                case Outcome.Refused<Integer>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return account.restoring(body, (draft, stored) -> put(draft, message, stored, body));
    }

    private Outcome<Boolean> put(Draft draft, ArchivedMessage message, StoredBody stored, ReceivedBody body)
            throws IOException {
        Integer folder = folders.get(message.folderId());
        if (folder == null || draft.folder(folder).isEmpty()) {
            return Outcome.refused(Outcome.Reason.NO_SUCH_FOLDER);
        }
        Flags flags = ItemCommits.keywords(draft, message.keywords()) instanceof Outcome.Done<Flags>(Flags keywords)
                ? message.flags().with(keywords)
                : message.flags();
        List<Long> links = message.kind() == ItemKind.MAIL ? body.links() : List.of();
        Arriving arriving = new Arriving(message, flags, stored, links);
        return kept(message) ? keep(draft, arriving) : add(draft, folder, arriving, body.digest(RECIPIENT));
    }

    /** What came while the archive was written has numbers that were not put aside for it. */
    private boolean kept(ArchivedMessage message) {
        return manner == Manner.KEPT
                && message.itemNo() <= archived.items()
                && message.uid() < uidNext.getOrDefault(message.folderId(), 0L);
    }

    private Outcome<Boolean> keep(Draft draft, Arriving arriving) throws IOException {
        ArchivedMessage message = arriving.message();
        if (AccountReads.hadItem(draft.head().table(), draft.account(), message.itemNo())) {
            return Outcome.done(false);
        }
        long thread = message.thread() == message.original() ? 0 : message.thread();
        Threading threading = draft.threads().keep(thread, message.thread(), arriving.links());
        ItemHistory history = arriving.history(draft.modseq(), threading);
        ItemHistory copied = message.original() == message.itemNo() ? history : history.copyOf(message.original());
        draft.put(Optional.empty(), arriving.item(draft, message.folderId(), message.itemNo(), message.uid(), copied));
        draft.touch(message.folderId());
        return Outcome.done(true);
    }

    private Outcome<Boolean> add(Draft draft, int folder, Arriving arriving, TransferDigest digest) throws IOException {
        TransferId transfer = new TransferId(
                archived.archive().high(),
                archived.archive().low() + arriving.message().itemNo());
        boolean here = AccountReads.ofTransfer(draft.head().table(), transfer).stream()
                .anyMatch(sent -> sent.account() == draft.account());
        if (here) {
            return Outcome.done(false);
        }
        long itemNo = draft.nextItemNo();
        Threading threading = draft.threads().join(itemNo, arriving.links());
        ItemHistory history = arriving.history(draft.modseq(), threading);
        draft.put(Optional.empty(), arriving.item(draft, folder, itemNo, draft.nextUid(folder), history));
        TransferLedger.Seen seen = new TransferLedger.Seen(digest, account.tick(), Optional.empty());
        draft.put(new StateRecord.Transferred(draft.account(), transfer, RECIPIENT, seen, itemNo));
        return Outcome.done(true);
    }

    /** A message of the archive, and what it is to be here. */
    private record Arriving(ArchivedMessage message, Flags flags, StoredBody body, List<Long> links) {
        ItemHistory history(long modseq, Threading threading) {
            return new ItemHistory(modseq, modseq, modseq, message.saved(), message.creator(), 0, threading);
        }

        StateRecord.Item item(Draft draft, int folder, long itemNo, long uid, ItemHistory history) {
            return new StateRecord.Item(
                    draft.account(),
                    draft.modseq(),
                    itemNo,
                    folder,
                    uid,
                    message.kind(),
                    flags,
                    ReceivedAt.of(message.received()),
                    history,
                    "",
                    body,
                    message.properties());
        }
    }
}
