package waypost.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waypost.access.UserSearches;
import waypost.protocol.admin.AdminRequest;
import waypost.protocol.imap.Mailboxes.MailboxException;

/** {@code account search}: makes, changes and removes search folders of an account; says which there are. */
final class AccountSearch implements Operation {
    static final String NAME = "NAME";
    static final String CRITERIA = "CRITERIA";
    static final String DELETE = "DELETE";

    @Override
    public String name() {
        return "account-search";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        UserSearches searches = new UserSearches(AccountList.account(stores, stores.account(request)));
        Optional<String> name = request.parameter(NAME);
        Optional<String> criteria = request.parameter(CRITERIA);
        try {
            if (name.isPresent() && request.parameter(DELETE).isPresent()) {
                searches.remove(name.get());
            } else if (name.isPresent() && criteria.isPresent()) {
                searches.define(
                        name.get(),
                        new String(criteria.get().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            }
        } catch (MailboxException refused) {
            throw Complaint.failed(refused.getMessage() + ".");
        }
        for (UserSearches.Search search : searches.all()) {
            report.line(search.name() + ": " + search.messages() + " shown, looks for "
                    + search.criteria().map(AccountSearch::text).orElse("nothing"));
        }
        return Main.DONE;
    }

    private static String text(String criteria) {
        return new String(criteria.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ");
    }
}
