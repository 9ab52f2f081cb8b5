#!/usr/bin/env node
"use strict";var __create=Object.create;var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __getProtoOf=Object.getPrototypeOf,__hasOwnProp=Object.prototype.hasOwnProperty;var __copyProps=(to,from,except,desc)=>{if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&
key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{
value:mod,enumerable:!0}):target,mod));var import_node_module=__toESM(require("node:module"),1),version="1.0.0",argv=process.argv.slice(2),STAGE_COMMANDS=["plan","render","advance","abort","rollback",
"status","verify"];async function main(){import_node_module.default.enableCompileCache?.();let{runCli}=STAGE_COMMANDS.includes(argv[0]??"")?await Promise.resolve().then(()=>__toESM(require("./stage-commands.cjs"),1)):
await Promise.resolve().then(()=>__toESM(require("./all-commands.cjs"),1));process.exitCode=await runCli(argv,version,{env:process.env,stdin:process.stdin,stdout:process.
stdout,stderr:process.stderr,exit:code=>process.exit(code)})}argv.length===1&&(argv[0]==="--version"||argv[0]==="-v")?process.stdout.write(`${version}
`):main();
