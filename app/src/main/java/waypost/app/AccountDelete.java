package waypost.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.AccountDeletion;
import waypost.store.Outcome;

/** {@code account delete}: serves an account no more. Whether its entry has gone from the directory is known to who asks. */
final class AccountDelete implements Operation {
    /** So many are to be deleted now, this one counted. */
    static final String TOGETHER = "TOGETHER";

    /** So many in a day are meant. */
    static final String CONFIRMED = "CONFIRMED";

    /** More than this many in a day, and more than one of a hundred, are an accident until somebody says that they are not. */
    private static final int FEW = 20;

    private static final int HUNDRED = 100;

    @Override
    public String name() {
        return "account-delete";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        stores.requireAll();
        Ownership owner = stores.account(request);
        AccountDeletion deletion = new AccountDeletion(stores.store());
        brake(stores, deletion, request);
        return switch (deletion.delete(owner)) {
            case Outcome.Done<Ownership> _ -> {
                stores.sessions().ifPresent(sessions -> sessions.end(owner.id()));
                report.line(owner.name() + " deleted");
                yield Main.DONE;
            }
            case Outcome.Refused<Ownership>(Outcome.Reason reason) ->
                throw Complaint.failed(owner.name() + " could not be deleted: " + reason);
        };
    }

    private static void brake(Stores stores, AccountDeletion deletion, AdminRequest request)
            throws IOException, Complaint {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        long before = deletion.deleted().stream()
                .filter(one -> one.at().isAfter(yesterday))
                .count();
        long all = stores.store().accounts().all().stream()
                        .filter(Ownership::serves)
                        .count()
                + before;
        long together = before + Math.max(1, number(request, TOGETHER));
        boolean many = together > FEW && together * HUNDRED > all;
        if (many && number(request, CONFIRMED) != together) {
            throw Complaint.failed("With these, " + together + " of " + all
                    + " accounts of this node are deleted within a day. If that is meant, say --confirm-bulk "
                    + together
                    + ".");
        }
    }

    private static int number(AdminRequest request, String name) throws Complaint {
        String text = request.parameter(name).orElse("0");
        if (!text.matches("[0-9]{1,9}")) {
            throw Complaint.wrong(name + " is no number: " + text);
        }
        return Integer.parseInt(text);
    }
}
