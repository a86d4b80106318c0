"""Rules of the planning work, pure: flows and profiles as data, and the engine that reads them."""
