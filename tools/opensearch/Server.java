import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.util.io.IOUtils;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One OpenSearch node on the loopback: java Server HOME DIRECTORY PORT (0: any free one). Prints the port that it got.
 *
 * <p>HOME has what Maven brought; DIRECTORY is the node's own. It lives as long as its standard input stays open, so it
 * ends with whatever started it, killed or not, and then deletes DIRECTORY. Killed itself, it leaves DIRECTORY, from
 * which it can be started again.
 */
public final class Server extends Node {
    private Server(Settings settings) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "throwaway"),
            List.of(
                Netty4Plugin.class,
                CommonAnalysisPlugin.class,
                MapperExtrasPlugin.class,
                PainlessPlugin.class,
                ReindexPlugin.class
            ),
            false
        );
    }

    private static Settings settings(Path home, Path directory, String port) {
        return Settings.builder()
            .put("path.home", home)
            .put("path.data", directory.resolve("data"))
            .put("path.logs", directory.resolve("logs"))
            .put("cluster.name", "throwaway")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", port)
            .put("transport.port", "0")
            .put("cluster.routing.allocation.disk.threshold_enabled", false) // a nearly full disk is no reason to refuse
            .build();
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        Settings settings = settings(Path.of(arguments[0]), directory, arguments[2]);
        LogConfigurator.registerErrorListener();
        LogConfigurator.configureWithoutConfig(settings);
        try (Server server = new Server(settings)) {
            server.start();
            HttpServerTransport http = server.injector().getInstance(HttpServerTransport.class);
            System.out.println(http.boundAddress().publishAddress().getPort());
            while (System.in.read() >= 0) {}
        }
        IOUtils.rm(directory);
    }
}
