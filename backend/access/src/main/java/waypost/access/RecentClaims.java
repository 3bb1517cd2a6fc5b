package waypost.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.store.Account;
import waypost.store.Outcome;
import waypost.store.RecentClaim;

/** What a session has claimed to be the first to be told of, in its open mailbox (RFC 3501 §2.3.2). One session's thread. */
final class RecentClaims {
    private final Account account;
    private final int folderId;
    private final Access access;
    private List<RecentClaim> claims = List.of();

    RecentClaims(Account account, int folderId, Access access) {
        this.account = account;
        this.folderId = folderId;
        this.access = access;
    }

    /** Takes the new messages of the view from this index on as recent, as far as no other session has been told of them. */
    void mark(SessionView view, int first, long uidNext) throws IOException {
        if (first == view.size()) {
            return;
        }
        // A claim may reach beyond the view: what it has will be recent when it comes.
        if (claims.isEmpty() || !claims.getLast().has(view.uid(view.size() - 1))) {
            claims = Stream.concat(claims.stream(), claim(uidNext).stream()).toList();
        }
        for (RecentClaim claim : claims) {
            int from = view.indexOf(claim.from());
            for (int i = Math.max(first, from < 0 ? -from - 1 : from); i < view.size() && claim.has(view.uid(i)); i++) {
                view.markRecent(i);
            }
        }
        claims = claims.stream().filter(claim -> claim.to() > uidNext).toList();
    }

    /** EXAMINE takes nothing away from others (RFC 3501 §6.3.2). A volume that cannot note a claim grants none. */
    private Optional<RecentClaim> claim(long uidNext) throws IOException {
        return switch (access) {
            case EXAMINE -> account.folder(folderId).map(now -> new RecentClaim(now.recentFrom(), uidNext));
            case SELECT ->
                account.claimRecent(folderId) instanceof Outcome.Done<RecentClaim>(RecentClaim claim)
                        ? Optional.of(claim)
                        : Optional.empty();
        };
    }
}
