package waypost.mapping;

import java.net.URI;
import java.util.List;
import waypost.directory.ChangeFeed;
import waypost.directory.Hashes;

/** Several who hear of the changes of one directory. */
record Hearers(List<ChangeFeed.Changes> all) implements ChangeFeed.Changes {
    Hearers {
        all = List.copyOf(all);
    }

    @Override
    public void toldBy(URI server) {
        all.forEach(each -> each.toldBy(server));
    }

    @Override
    public void changed(List<String> ids) {
        all.forEach(each -> each.changed(ids));
    }

    @Override
    public void anyChanged() {
        all.forEach(ChangeFeed.Changes::anyChanged);
    }

    @Override
    public void others(Hashes present) {
        all.forEach(each -> each.others(present));
    }

    @Override
    public void reached(String state) {
        all.forEach(each -> each.reached(state));
    }

    @Override
    public void current() {
        all.forEach(ChangeFeed.Changes::current);
    }

    @Override
    public void lost() {
        all.forEach(ChangeFeed.Changes::lost);
    }
}
