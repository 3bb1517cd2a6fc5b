package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.List;
import waypost.protocol.admin.AdminRequest;

/** {@code metrics}: what a running node counts and measures. */
record Metrics(MetricRegistry registry) implements Operations.Task {
    static final String NAME = "metrics";

    /** A {@link MetricsForm}, by its word. */
    static final String FORM = "FORM";

    /** What the names begin with; all without it. */
    static final String PREFIX = "PREFIX";

    @Override
    public int run(AdminRequest request, Report report) throws IOException, Complaint {
        MetricsForm form = MetricsForm.of(request.parameter(FORM).orElse(MetricsForm.TEXT.word()));
        String prefix = request.parameter(PREFIX).orElse("");
        List<Reading> readings = Reading.all(registry, prefix);
        if (readings.isEmpty()) {
            throw Complaint.failed("Nothing is counted or measured here whose name begins with " + prefix + ".");
        }
        for (String line : form.lines(readings)) {
            report.line(line);
        }
        return Main.DONE;
    }
}
