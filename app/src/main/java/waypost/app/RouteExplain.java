package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.mapping.UserMaps;
import waypost.protocol.admin.AdminRequest;

/**
 * {@code route explain} at a running node: by the user maps that each of its services asks, with what these remember of the address, how they
 * found their servers, and what the account's node has recorded.
 */
record RouteExplain(Configuration configuration, Mappings mappings, Owners owners) implements Operations.Task {
    static final String NAME = "route-explain";

    @Override
    public int run(AdminRequest request, Report report) throws IOException, Complaint {
        RouteQuestion question = RouteQuestion.of(request);
        var told = new MapsReport(mappings.settings(), report);
        var accounts = new AccountReport(ClusterNodes.of(configuration), owners::of, report);
        int status = Main.DONE;
        Askers askers = Askers.of(configuration).only(question.service());
        for (Map.Entry<List<String>, List<String>> choice : askers.byMaps().entrySet()) {
            Optional<UserMaps> maps = mappings.opened(choice.getKey());
            if (maps.isPresent()) {
                report.line("asked by:  " + String.join(" ", choice.getValue()));
                status = Math.max(status, question.ask(maps.get(), told, accounts));
            }
        }
        return status;
    }
}
