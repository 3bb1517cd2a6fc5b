package waypost.app;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.AccountDeletion;
import waypost.store.Message;
import waypost.store.Outcome;
import waypost.store.Recoverable;
import waypost.store.Undeletion;

/** {@code account undelete}: brings back messages that were expunged, or an account that was deleted; or lists them. */
final class AccountUndelete implements Operation {
    static final String FOLDER = "FOLDER";

    /** Times of UTC, as in 2026-11-29T14:30:00Z. */
    static final String SINCE = "SINCE";

    static final String AT = "AT";

    /** Whatever it says, nothing is changed. */
    static final String DRY_RUN = "DRY-RUN";

    /** Whatever it says, the account is meant. */
    static final String WHOLE = "WHOLE";

    @Override
    public String name() {
        return "account-undelete";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        boolean dryRun = request.parameter(DRY_RUN).isPresent();
        if (request.parameter(WHOLE).isPresent()) {
            return whole(stores, request, dryRun, report);
        }
        Undeletion undeletion =
                AccountList.account(stores, stores.account(request)).undeletion();
        Undeletion.Choice choice =
                new Undeletion.Choice(request.parameter(FOLDER), time(request, SINCE), time(request, AT));
        return dryRun ? list(undeletion, choice, report) : restore(undeletion, choice, report);
    }

    private static Optional<Instant> time(AdminRequest request, String name) throws Complaint {
        try {
            return request.parameter(name).map(Instant::parse);
        } catch (DateTimeException unknown) {
            throw Complaint.wrong(name + " is no time.");
        }
    }

    /** Nobody waits for whom the lines are for while the index is being read. */
    private static int list(Undeletion undeletion, Undeletion.Choice choice, Report report) throws IOException {
        List<String> lines = new ArrayList<>();
        undeletion.list(choice, message -> lines.add(line(message)));
        for (String line : lines) {
            report.line(line);
        }
        report.line(said(lines.size()) + " can be brought back");
        return Main.DONE;
    }

    private static int restore(Undeletion undeletion, Undeletion.Choice choice, Report report) throws IOException {
        Undeletion.Result result = undeletion.restore(choice);
        report.line(said(result.messages()) + " brought back"
                + (result.folders().isEmpty() ? "" : " to " + String.join(", ", result.folders())));
        if (result.stopped().isEmpty()) {
            return Main.DONE;
        }
        report.line(
                switch (result.stopped().get()) {
                    case OVER_QUOTA -> "The account may not hold more: raise its quota and say this again.";
                    case FULL -> "The volume is full: the others are still there to be brought back.";
                    case Outcome.Reason other -> "The others could not be brought back: " + other;
                });
        return Main.FAILED;
    }

    private static String said(int messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }

    private static String line(Recoverable found) throws IOException {
        Message message = found.message();
        String subject = message.scanned().envelope().subject().orElse("");
        return String.join(
                "  ",
                found.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                found.folder(),
                "M" + message.original(),
                String.format(Locale.ROOT, "%.1f KiB", message.size() / 1024.0),
                message.receivedAt().toString(),
                printable(subject));
    }

    /** What a stranger has written does nothing to a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static int whole(Stores stores, AdminRequest request, boolean dryRun, Report report)
            throws IOException, Complaint {
        stores.requireAll();
        String user = request.parameter(Stores.ACCOUNT).orElse("");
        AccountDeletion deletion = new AccountDeletion(stores.store());
        List<Ownership> named = stores.named(request);
        AccountDeletion.Deleted last = deletion.deleted().stream()
                .filter(one -> named.contains(one.account()))
                .max((one, other) -> one.at().compareTo(other.at()))
                .orElseThrow(() -> Complaint.failed("This node has no account " + user + " that was deleted."));
        if (dryRun) {
            report.line(user + " was deleted at " + last.at() + " and can be brought back");
            return Main.DONE;
        }
        return switch (deletion.restore(last.account())) {
            case Outcome.Done<Ownership> _ -> {
                report.line(user + " is there again");
                yield Main.DONE;
            }
            case Outcome.Refused<Ownership>(Outcome.Reason reason) ->
                throw Complaint.failed(
                        switch (reason) {
                            case ACCOUNT_EXISTS -> "There is another account " + user + " now.";
                            case NOT_OWNER ->
                                user + " was deleted at " + last.at() + ": it is too late to bring it back.";
                            case Outcome.Reason other -> user + " could not be brought back: " + other;
                        });
        };
    }
}
