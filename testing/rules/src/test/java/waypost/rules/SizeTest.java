package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No file is longer than 400 lines, no method longer than 40, its annotations and signature not counted. */
class SizeTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;

    @Test
    void files() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Repository.javaFiles()) {
            long lines = Files.readString(file).lines().count();
            if (lines > FILE_LINES) {
                tooLong.add(Repository.ROOT.relativize(file) + ": " + lines);
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void methods() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> tooLong = new ArrayList<>();
        int[] seen = new int[1];
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(Repository.javaFiles()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                        if (method.getBody() == null) {
                            return super.visitMethod(method, unused);
                        }
                        BlockTree body = method.getBody();
                        LineMap lines = unit.getLineMap();
                        long length = lines.getLineNumber(positions.getEndPosition(unit, body))
                                - lines.getLineNumber(positions.getStartPosition(unit, body))
                                + 1;
                        seen[0]++;
                        if (length > METHOD_LINES) {
                            tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + length);
                        }
                        return super.visitMethod(method, unused);
                    }
                }.scan(unit, null);
            }
        }
        assertTrue(seen[0] > 100, "methods seen: " + seen[0]);
        assertEquals(List.of(), tooLong);
    }
}
