package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.protocol.imap.MailboxAcl;
import waypost.protocol.imap.MailboxRights;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Principal;
import waypost.store.Right;
import waypost.store.Rights;

/** Access control lists as the store keeps them: what somebody has been given in a folder, beside those who have everything there. One session's thread. */
final class StoreAcl implements MailboxAcl {
    private final Place.Finder places;
    private final SharedAccounts shared;

    StoreAcl(Place.Finder places, SharedAccounts shared) {
        this.places = places;
        this.shared = shared;
    }

    @Override
    public void set(String mailbox, String identifier, Change change, MailboxRights rights) throws IOException {
        Place place = places.find(mailbox, Right.OWNER);
        SearchNames.requireOrdinary(place.folder());
        Principal principal = shared.principal(identifier);
        if (fixed(place, principal)) {
            keepAll(changed(MailboxRights.ALL, change, rights));
            return;
        }
        Refusals.done(
                place.branch()
                        .access()
                        .grant(
                                place.folder().id(),
                                principal,
                                before -> AclRights.with(before, changed(AclRights.shown(before), change, rights))),
                mailbox);
    }

    private static MailboxRights changed(MailboxRights before, Change change, MailboxRights rights) {
        return switch (change) {
            case REPLACE -> rights;
            case ADD -> before.with(rights);
            case REMOVE -> before.without(rights);
        };
    }

    private boolean fixed(Place place, Principal principal) {
        return shared.fixed(place.branch().account()).contains(principal);
    }

    /** RFC 4314 §2: "An implementation [...] MAY force rights to always [...] be granted to particular identifiers." */
    private static void keepAll(MailboxRights wanted) throws MailboxException {
        if (!wanted.equals(MailboxRights.ALL)) {
            throw new MailboxException("CANNOT", "This user has all rights, always");
        }
    }

    /** What other protocols have given goes as well. */
    @Override
    public void delete(String mailbox, String identifier) throws IOException {
        Place place = places.find(mailbox, Right.OWNER);
        Principal principal = shared.principal(identifier);
        if (fixed(place, principal)) {
            keepAll(MailboxRights.NONE);
        }
        Refusals.done(place.branch().access().grant(place.folder().id(), principal, _ -> Rights.NONE), mailbox);
    }

    @Override
    public List<Entry> entries(String mailbox) throws IOException {
        Place place = places.find(mailbox, Right.OWNER);
        List<Entry> entries = new ArrayList<>();
        List<Principal> fixed = shared.fixed(place.branch().account());
        for (Principal principal : fixed) {
            shared.identifier(principal).ifPresent(name -> entries.add(new Entry(name, MailboxRights.ALL)));
        }
        Map<Principal, Rights> grants =
                Refusals.done(place.branch().access().grants(place.folder().id()), mailbox);
        Map<String, MailboxRights> others = new TreeMap<>();
        grants.forEach((principal, rights) -> {
            Optional<String> name = fixed.contains(principal) ? Optional.empty() : shared.identifier(principal);
            MailboxRights shown = AclRights.shown(rights);
            if (name.isPresent() && !shown.equals(MailboxRights.NONE)) {
                others.put(name.get(), shown);
            }
        });
        others.forEach((name, rights) -> entries.add(new Entry(name, rights)));
        return entries;
    }

    @Override
    public Grantable grantable(String mailbox, String identifier) throws IOException {
        Place place = places.find(mailbox, Right.OWNER);
        return fixed(place, shared.principal(identifier))
                ? new Grantable(MailboxRights.ALL, MailboxRights.NONE)
                : new Grantable(MailboxRights.NONE, MailboxRights.ALL);
    }

    /** RFC 4314 §4. */
    @Override
    public MailboxRights mine(String mailbox) throws IOException {
        Place place = places.find(
                mailbox, Right.VISIBLE, Right.READ, Right.CREATE, Right.CREATE_SUB, Right.DELETE_FOLDER, Right.OWNER);
        return AclRights.shown(place.branch().access().rights(place.folder().id()));
    }
}
