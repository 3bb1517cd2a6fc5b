package waypost.directory;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Writes down what a feed tells: of how many entries, or of all; and ends it where it has told what there is. */
public final class Heard implements ChangeFeed.Changes {
    public static final String ANY = "any";

    private final List<String> told = new ArrayList<>();
    private Optional<String> state = Optional.empty();

    /** What was told since this was asked last. */
    public List<String> told() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    public Optional<String> state() {
        return state;
    }

    @Override
    public void toldBy(URI server) {}

    @Override
    public void changed(List<String> ids) {
        told.add(Integer.toString(new HashSet<>(ids).size()));
    }

    @Override
    public void anyChanged() {
        told.add(ANY);
    }

    @Override
    public void others(Hashes present) {
        told.add("others");
    }

    @Override
    public void reached(String reached) {
        state = Optional.of(reached);
    }

    @Override
    public void current() {
        Thread.currentThread().interrupt();
    }

    @Override
    public void lost() {}
}
