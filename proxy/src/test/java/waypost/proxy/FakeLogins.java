package waypost.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import waypost.identity.DirectoryId;
import waypost.mapping.Answer;
import waypost.mapping.Logins;

/** Keeps the log-ins that stand, for a test to end them. */
final class FakeLogins implements Logins {
    private final List<Standing> standing = new ArrayList<>();

    record Standing(Answer.Granted granted, Claim claim, Consumer<Ended> end) {}

    /** Those whose sessions are not over. */
    List<Standing> standing() {
        return standing;
    }

    @Override
    public long moment() {
        return 0;
    }

    @Override
    public Login begin(Answer.Granted granted, Claim claim, Consumer<Ended> end) {
        Standing login = new Standing(granted, claim, end);
        standing.add(login);
        return () -> standing.remove(login);
    }

    @Override
    public void secretsChanged(DirectoryId account) {}

    @Override
    public int end(DirectoryId account) {
        List<Standing> ended = standing.stream()
                .filter(login -> login.granted().directoryId().equals(account))
                .toList();
        ended.forEach(login -> login.end().accept(Ended.REVOKED));
        return ended.size();
    }
}
