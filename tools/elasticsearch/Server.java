import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.Version;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.core.IOUtils;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node on the loopback: java Server HOME DIRECTORY PORT (0: any free one). Prints the port it got.
 *
 * <p>HOME has what Maven brought; DIRECTORY is the node's own. It lives as long as its standard input stays open, so it
 * ends with whatever started it, killed or not, and then deletes DIRECTORY. Killed itself, it leaves DIRECTORY, from
 * which it can be started again.
 */
public final class Server {
    /** The published one names a Java module, which a server on the class path cannot load. */
    private static final String DESCRIPTOR = """
        name=transport-netty4
        description=HTTP
        classname=org.elasticsearch.transport.netty4.Netty4Plugin
        version=%1$s
        elasticsearch.version=%1$s
        java.version=17
        """;

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

    private static Node node(Settings settings) throws Exception {
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "throwaway");
        Path netty = environment.modulesDir().resolve("transport-netty4");
        Files.writeString(netty.resolve("plugin-descriptor.properties"), DESCRIPTOR.formatted(Version.CURRENT));
        var modules = PluginsLoader.loadModulesBundles(environment.modulesDir());
        return new Node(environment, PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of(), false));
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        Settings settings = settings(Path.of(arguments[0]), directory, arguments[2]);
        LogConfigurator.registerErrorListener();
        LogConfigurator.configureWithoutConfig(settings);
        try (Node node = node(settings)) {
            node.start();
            HttpServerTransport http = node.injector().getInstance(HttpServerTransport.class);
            System.out.println(http.boundAddress().publishAddress().getPort());
            while (System.in.read() >= 0) {}
        }
        IOUtils.rm(directory);
    }
}
