package waypost.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.NodeSection.Role;
import waypost.config.ServicesSection;
import waypost.mapping.UserMaps;
import waypost.protocol.admin.AdminRequest;

/**
 * {@code route explain} at a running node: by the user maps that each of its services asks, with what these remember of the address, how they
 * found their servers, and what the account's node has recorded.
 */
record RouteExplain(Configuration configuration, Mappings mappings, Owners owners) implements Operations.Task {
    static final String NAME = "route-explain";

    /** Parameter: of what address. */
    static final String ADDRESS = "ADDRESS";

    @Override
    public int run(AdminRequest request, Report report) throws IOException {
        String address = request.parameter(ADDRESS).orElse("");
        RouteReport told = new RouteReport(mappings.settings(), ClusterNodes.of(configuration), owners::of, report);
        int status = Main.DONE;
        for (Map.Entry<List<String>, List<String>> choice : services().entrySet()) {
            Optional<UserMaps> maps = mappings.opened(choice.getKey());
            if (maps.isPresent()) {
                report.line("asked by:  " + String.join(" ", choice.getValue()));
                status = Math.max(status, told.print(maps.get().explain(address)));
            }
        }
        return status;
    }

    /** Who asks each choice of user maps: the services that listen here, and the volumes. */
    private Map<List<String>, List<String>> services() {
        ServicesSection services = configuration.services();
        Map<List<String>, List<String>> by = new LinkedHashMap<>();
        asks(by, "imap", services.imap().listeners(), services.imap().userMaps());
        asks(by, "pop3", services.pop3().listeners(), services.pop3().userMaps());
        asks(by, "smtp", services.smtp().listeners(), services.smtp().userMaps());
        asks(
                by,
                "submission",
                services.submission().listeners(),
                services.submission().userMaps());
        if (configuration.node().is(Role.STORE)) {
            by.computeIfAbsent(List.of(), _ -> new ArrayList<>()).add("store");
        }
        return by;
    }

    private static void asks(
            Map<List<String>, List<String>> by, String service, List<ListenerSection> listeners, List<String> maps) {
        if (!listeners.isEmpty()) {
            by.computeIfAbsent(maps, _ -> new ArrayList<>()).add(service);
        }
    }
}
