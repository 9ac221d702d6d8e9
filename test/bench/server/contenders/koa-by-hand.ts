import { koaApp } from "../by-hand/koa-app";
import { listen } from "../listen";

listen(koaApp().callback());
