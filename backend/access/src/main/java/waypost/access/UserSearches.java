package waypost.access;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Account;
import waypost.store.Folder;
import waypost.store.FolderCounts;

/** The search folders of an account, as an administrator sees and makes them for its user. Names are those below the top of search folders. */
public final class UserSearches {
    private final Account account;

    public UserSearches(Account account) {
        this.account = account;
    }

    /** @param criteria empty where it looks for nothing */
    public record Search(String name, Optional<String> criteria, long messages) {}

    public List<Search> all() throws IOException {
        List<Search> all = new ArrayList<>();
        StoreMetadata metadata = new StoreMetadata(Branch.own(account));
        for (Folder folder : account.folders()) {
            if (SearchNames.search(folder) && !folder.name().equals(SearchNames.TOP)) {
                long messages =
                        account.counts(folder.id()).map(FolderCounts::messages).orElse(0L);
                Optional<String> criteria = metadata.value(folder.name(), SearchProgram.ENTRY);
                all.add(new Search(SearchNames.below(folder.name()), criteria, messages));
            }
        }
        return all;
    }

    /**
     * Makes the folder if it is missing, and lets it look for this.
     *
     * @param criteria in ISO-8859-1 characters, one for each octet, as a client would send them
     */
    public void define(String name, String criteria) throws IOException {
        SearchProgram.read(criteria); // before a folder is made
        String whole = SearchNames.TOP + "/" + name;
        if (account.folder(whole).isEmpty()) {
            mailboxes().create(whole, Optional.empty());
        }
        new StoreMetadata(Branch.own(account))
                .change(whole, List.of(new MailboxMetadata.Change(SearchProgram.ENTRY, Optional.of(criteria))));
    }

    /** Removes the folder; what it shows stays. */
    public void remove(String name) throws IOException {
        String whole = SearchNames.TOP + "/" + name;
        if (account.folder(whole).filter(SearchNames::search).isEmpty()) {
            throw new MailboxException("NONEXISTENT", "No such search folder");
        }
        mailboxes().delete(whole);
    }

    private StoreMailboxes mailboxes() {
        return new StoreMailboxes(account, new AppendLimit(0), InstantSource.system());
    }
}
