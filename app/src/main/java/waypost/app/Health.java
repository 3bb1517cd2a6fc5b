package waypost.app;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import waypost.mapping.MapHealth;
import waypost.mapping.UserMaps;
import waypost.protocol.admin.AdminRequest;

/** {@code health}: how it stands with a running node's user maps. */
record Health(Mappings mappings) implements Operations.Task {
    static final String NAME = "health";

    @Override
    public int run(AdminRequest request, Report report) throws IOException {
        Set<MapHealth> all = new LinkedHashSet<>();
        for (UserMaps maps : mappings.all()) {
            all.addAll(maps.health());
        }
        for (MapHealth map : all) {
            report.line("user map " + map.map() + ": " + told(map));
        }
        return all.stream().allMatch(map -> map.state() == MapHealth.State.OK) ? Main.DONE : Main.FAILED;
    }

    private static String told(MapHealth map) {
        String state = switch (map.state()) {
            case OK -> "ok";
            case DEGRADED ->
                "degraded: its directory did not answer when it was last asked, what was known before is used";
            case SUSPECT -> "suspect: it misses many whom it had, nobody is unknown to it";
        };
        return state + map.copy().map(Health::told).orElse("");
    }

    private static String told(MapHealth.Copy copy) {
        String when = copy.asOf().map(then -> "of " + then).orElse("being read");
        String begun = copy.from().map(from -> ", begun with that of " + from).orElse("");
        return "; copy of " + copy.entries() + " entries, " + (copy.current() ? "current" : when) + begun;
    }
}
