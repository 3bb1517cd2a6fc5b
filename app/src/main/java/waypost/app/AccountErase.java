package waypost.app;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.identity.AccountId;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Erasure;
import waypost.store.Outcome;
import waypost.store.Volume;

/** {@code account erase}: makes messages of an account, or all of one that was deleted, unreadable in the files of its volume. */
final class AccountErase implements Operation {
    /** EMAILIDs with commas between them; without it, all. */
    static final String MESSAGES = "MESSAGES";

    @Override
    public String name() {
        return "account-erase";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Optional<String> messages = request.parameter(MESSAGES);
        Set<Long> items = messages.isPresent() ? items(messages.get()) : Set.of();
        Ownership account = messages.isPresent() ? stores.account(request) : gone(stores, request);
        Volume volume = stores.store().accounts().volume(account).orElseThrow();
        stores.sessions().ifPresent(sessions -> sessions.end(account.id()));
        report.progress("volume " + volume.name() + ": what has to go is written over");
        Erasure erasure = new Erasure(volume, account.id());
        int left = eraseLeft(stores, account.id(), report);
        int erased = switch (messages.isPresent() ? erasure.erase(items) : erasure.erase()) {
            case Outcome.Done<Erasure.Result>(var result) -> told(volume.name(), result, messages.isEmpty(), report);
            case Outcome.Refused<Erasure.Result>(Outcome.Reason reason) ->
                throw Complaint.failed("Not all could be erased: " + reason + ". Say this again.");
        };
        return Math.max(left, erased);
    }

    /** What volumes keep that the account has left goes whole: it would only be needed were the account lost where it is. */
    private static int eraseLeft(Stores stores, AccountId id, Report report) throws IOException, Complaint {
        int status = Main.DONE;
        for (Volume other : stores.store().volumes()) {
            if (other.accounts().stream().anyMatch(record -> record.id().equals(id) && moved(record))) {
                report.progress("volume " + other.name() + ": what the account has left there is written over");
                switch (new Erasure(other, id).erase()) {
                    case Outcome.Done<Erasure.Result>(var result) -> {
                        report.line("copy left on volume " + other.name() + ": " + result.messages()
                                + " messages erased, " + result.segments() + " segments written again");
                        for (String segment : result.left()) {
                            report.line("still there: something in " + segment + " of volume " + other.name()
                                    + ", which could not be written again now. Say this again later.");
                            status = Main.FAILED;
                        }
                    }
                    case Outcome.Refused<Erasure.Result>(Outcome.Reason reason) ->
                        throw Complaint.failed("The copy on volume " + other.name() + " could not be erased: " + reason
                                + ". Say this again.");
                }
            }
        }
        return status;
    }

    private static boolean moved(Ownership record) {
        return record.state() instanceof Ownership.State.MovedTo;
    }

    static Set<Long> items(String messages) throws Complaint {
        for (String message : messages.split(",", -1)) {
            if (!message.matches("M[1-9][0-9]{0,14}")) {
                throw Complaint.wrong(message + " is no EMAILID: one is as M12.");
            }
        }
        return Stream.of(messages.split(","))
                .map(message -> Long.parseLong(message.substring(1)))
                .collect(Collectors.toSet());
    }

    private static Ownership gone(Stores stores, AdminRequest request) throws Complaint {
        stores.requireAll();
        String user = request.parameter(Stores.ACCOUNT).orElse("");
        if (stores.named(request).stream().anyMatch(Ownership::serves)) {
            throw Complaint.failed(user + " is served still. Delete it first: waypost account delete " + user);
        }
        return stores.named(request).stream()
                .filter(one -> one.state() instanceof Ownership.State.Gone)
                .findFirst()
                .orElseThrow(() -> Complaint.failed("This node has no account " + user + " that was deleted."));
    }

    private static int told(String volume, Erasure.Result result, boolean whole, Report report) throws IOException {
        report.line(result.messages() + " messages erased; " + result.segments() + " segments of volume " + volume
                + " written again");
        if (result.shared() > 0) {
            report.line("still there: " + result.shared() + " other messages on this volume have the same bytes");
        }
        if (result.queued() > 0) {
            report.line("still there: " + result.queued() + " entries of the queue to other nodes have the same bytes");
        }
        if (whole) {
            report.line("still there: the account's record, which has its name and its numbers");
        }
        for (String left : result.left()) {
            report.line("still there: something in " + left
                    + ", which could not be written again now. Say this again later.");
        }
        report.line(
                "not looked at: backups and copies of the volume, other nodes and volumes that got the same message;"
                        + " the log, which has addresses and times, but no contents; what the disk keeps of deleted files");
        return result.left().isEmpty() ? Main.DONE : Main.FAILED;
    }
}
